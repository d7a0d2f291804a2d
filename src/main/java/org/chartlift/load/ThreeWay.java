package org.chartlift.load;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;

/**
 * What a change of maps does to a stored resource: where old and new maps say the same of the same records, the stored value stays, whoever wrote it; where they
 * differ, the new value stands, unless somebody else wrote another one since.
 */
final class ThreeWay {
    private ThreeWay() {}

    /**
     * The stored resource after the change; no argument is changed or shared.
     *
     * @param fhir the R4 context: what is stored was read from JSON, and is compared with what would have been
     * @param before what the old maps make of the records
     * @param stored what is there
     * @param now what the new maps make of them
     */
    static Resource merge(FhirContext fhir, Resource before, Resource stored, Resource now) {
        return merge(stored, asRead(fhir, before), asRead(fhir, now));
    }

    private static Resource asRead(FhirContext fhir, Resource resource) {
        IParser json = fhir.newJsonParser();
        return (Resource) json.parseResource(json.encodeResourceToString(resource));
    }

    private static Resource merge(Resource stored, Resource before, Resource now) {
        Resource plain = stored.copy();
        plain.setMeta(null);
        Resource old = before.copy();
        old.setMeta(null);
        old.setId(stored.getIdElement().getIdPart());
        plain.setId(stored.getIdElement().getIdPart());
        if (plain.equalsDeep(old)) {
            Resource after = now.copy();
            after.setId(stored.getIdElement().getIdPart());
            Merging.keepMeta(after, stored.getMeta());
            return after;
        }
        Resource after = stored.copy();
        for (Property element : now.children()) {
            String name = element.getName();
            if (!name.equals("id") && !name.equals("meta")) {
                element(after, name, values(before, name), values(stored, name), element.getValues());
            }
        }
        return after;
    }

    private static List<Base> values(Base holder, String name) {
        return holder.getNamedProperty(name).getValues();
    }

    private static void element(Resource after, String name, List<Base> before, List<Base> stored, List<Base> now) {
        if (same(before, now)) {
            return;
        }
        if (same(before, stored)) {
            Merging.replaceAll(after, name, now);
            return;
        }
        boolean grows = !now.isEmpty() && Members.grow(name, now.get(0))
                || !before.isEmpty() && Members.grow(name, before.get(0));
        if (grows) {
            List<Base> members = new ArrayList<>(stored);
            members.removeIf(m -> isAmong(m, before) && !isAmong(m, now));
            now.stream().filter(m -> !isAmong(m, before)).forEach(m -> {
                members.removeIf(
                        other -> isAmong(other, before) && Members.key(other).equals(Members.key(m)));
                if (!isAmong(m, members)) {
                    members.add(m);
                }
            });
            Merging.replaceAll(after, name, members);
        }
    }

    private static boolean isAmong(Base member, List<Base> members) {
        return members.stream().anyMatch(m -> m.equalsDeep(member));
    }

    private static boolean same(List<Base> a, List<Base> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!a.get(i).equalsDeep(b.get(i))) {
                return false;
            }
        }
        return true;
    }
}
