package org.chartlift.load;

import java.util.List;
import java.util.Set;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.mapping.Replacement;
import org.chartlift.mapping.function.ExtensionUrls;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.BackboneElement;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * How a record's version of a resource meets the one before it. In HL7 v2 an empty field says nothing (v2.5.1 section 2.5.3), so an element that
 * the record lacks is kept, unless the record asked to clear it; one that it has replaces the earlier one whole. Three kinds of element
 * come from several fields and are met part by part: single backbone elements and periods, and the lists that {@link Members} names.
 * That something is so never takes the place of when it was so. An element that only says why it is absent, and a status {@code unknown}, never take the place of one that says something.
 */
final class Merging {
    private static final Set<String> NEVER_KEPT = Set.of("id", "meta");
    private static final Set<String> LINKS = Set.of(Replacement.REPLACED_BY, Replacement.UNLINKED_FROM);
    private static final String STATUS = "status";
    private static final String UNKNOWN = "unknown";
    private static final Set<EncounterStatus> BEFORE_THE_END = Set.of(
            EncounterStatus.PLANNED, EncounterStatus.ARRIVED, EncounterStatus.INPROGRESS, EncounterStatus.ONLEAVE);

    private Merging() {}

    /** The resource after this record; neither argument is changed or shared. */
    static Resource merge(@Nullable Resource before, ConvertedResource update) {
        Resource after = update.resource().copy();
        if (before == null) {
            return after;
        }
        keepMeta(after, before.getMeta());
        if (update.update() == ConvertedResource.Update.REPLACE) {
            return after;
        }
        Resource kept = before.copy();
        if (kept instanceof Encounter visit && goesOn(((Encounter) after).getStatus())) {
            // The record says that the stay goes on (HL7 v2 A13 cancels a discharge): an earlier end no longer holds.
            visit.getPeriod().setEndElement(null);
        }
        keepAll(after, kept, "", update.cleared());
        if (!Replacement.of(before).isEmpty() && update.mergedInto().isEmpty()) {
            keepStatus(after, before);
        }
        return after;
    }

    /** What was replaced stays so whatever is said later under its number. */
    private static void keepStatus(Resource after, Resource before) {
        if (after instanceof Encounter visit) {
            visit.setStatus(((Encounter) before).getStatus());
        } else if (after instanceof Account account) {
            account.setStatus(((Account) before).getStatus());
        }
    }

    /** What takes another one's place keeps what it says itself, and has from the other what it lacks. */
    static Resource takeOver(Resource into, Resource former) {
        Resource after = into.copy();
        Resource kept = former.copy();
        if (kept instanceof DomainResource d) {
            d.getExtension().removeIf(e -> LINKS.contains(e.getUrl()));
        }
        if (kept instanceof Patient patient) {
            patient.setLink(null).setActiveElement(null);
        }
        keepAll(after, kept, "", Set.of());
        return after;
    }

    private static boolean goesOn(@Nullable EncounterStatus status) {
        return status != null && BEFORE_THE_END.contains(status);
    }

    private static void keepAll(Base after, Base before, String prefix, Set<String> cleared) {
        for (Property element : before.children()) {
            if (element.hasValues() && !(prefix.isEmpty() && NEVER_KEPT.contains(element.getName()))) {
                keep(after, element, prefix, cleared);
            }
        }
    }

    private static void keep(Base after, Property element, String prefix, Set<String> cleared) {
        String name = element.getName();
        String path = prefix + name.replace("[x]", "");
        if (isCleared(path, name.endsWith("[x]"), cleared)) {
            return;
        }
        List<Base> now = after.getNamedProperty(name).getValues();
        if (now.isEmpty()) {
            keepWhole(after, element, path, cleared);
        } else if (!element.isList() && isMetInParts(now.get(0))) {
            keepAll(now.get(0), element.getValues().get(0), path + '.', cleared);
        } else if ((allAbsent(name, now) && !allAbsent(name, element.getValues()))
                || saysLess(now.get(0), element.getValues().get(0))) {
            replaceAll(after, name, element.getValues());
        } else if (element.isList() && Members.grow(name, element.getValues().get(0))) {
            replaceAll(after, name, Members.union(element.getValues(), now));
        }
    }

    /** Of a choice: that it is so, where it was said when or how (dead, and the time of death; one of several, and the first of them). */
    private static boolean saysLess(Base now, Base before) {
        return now instanceof BooleanType yes && yes.booleanValue() && !(before instanceof BooleanType);
    }

    private static void keepWhole(Base after, Property element, String path, Set<String> cleared) {
        for (Base value : element.getValues()) {
            clear(value, path, cleared);
            if (!value.isEmpty()) {
                after.setProperty(element.getName(), value);
            }
        }
    }

    private static boolean isMetInParts(Base value) {
        return value instanceof BackboneElement || value instanceof Period;
    }

    private static boolean isCleared(String path, boolean choice, Set<String> cleared) {
        return cleared.stream().anyMatch(c -> c.equals(path) || (choice && spells(c, path)));
    }

    /** Whether {@code deceasedBoolean} spells {@code deceased[x]}. */
    private static boolean spells(String cleared, String plain) {
        return cleared.startsWith(plain)
                && cleared.length() > plain.length()
                && Character.isUpperCase(cleared.charAt(plain.length()));
    }

    /** Labels that somebody set are kept, as a server keeps them on update (FHIR section 3.1.0.4.1). */
    static void keepMeta(Resource after, Meta before) {
        before.getTag().stream()
                .filter(t -> after.getMeta().getTag(t.getSystem(), t.getCode()) == null)
                .forEach(t -> after.getMeta().addTag(t.copy()));
        before.getSecurity().stream()
                .filter(s -> after.getMeta().getSecurity(s.getSystem(), s.getCode()) == null)
                .forEach(s -> after.getMeta().addSecurity(s.copy()));
    }

    /** Elements below a kept one that the record asked to clear. */
    private static void clear(Base value, String path, Set<String> cleared) {
        String prefix = path + ".";
        for (String target : cleared) {
            if (target.startsWith(prefix)) {
                String rest = target.substring(prefix.length());
                int dot = rest.indexOf('.');
                String child = dot < 0 ? rest : rest.substring(0, dot);
                for (Base nested : List.copyOf(value.listChildrenByName(child))) {
                    if (dot < 0) {
                        value.removeChild(child, nested);
                    } else {
                        clear(nested, path + "." + child, Set.of(target));
                    }
                }
            }
        }
    }

    private static boolean allAbsent(String name, List<Base> values) {
        return values.stream()
                .allMatch(v -> isAbsence(v) || (STATUS.equals(name) && UNKNOWN.equals(v.primitiveValue())));
    }

    /** Whether the element, or all that it holds, is nothing but the reason of its absence (extension data-absent-reason). */
    private static boolean isAbsence(Base value) {
        if (value instanceof Extension extension) {
            return ExtensionUrls.DATA_ABSENT_REASON.equals(extension.getUrl());
        }
        List<Property> said =
                value.children().stream().filter(Property::hasValues).toList();
        return !value.hasPrimitiveValue()
                && !said.isEmpty()
                && said.stream().flatMap(p -> p.getValues().stream()).allMatch(Merging::isAbsence);
    }

    static void replaceAll(Base container, String name, List<Base> values) {
        List<Base> copies = values.stream().map(Base::copy).toList();
        for (Base old : List.copyOf(container.getNamedProperty(name).getValues())) {
            container.removeChild(name, old);
        }
        copies.forEach(copy -> container.setProperty(name, copy));
    }
}
