package org.chartlift.load;

import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.mapping.Replacement;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * After a merge, what a record says of a visit, an order or a result of the patient may be about one that was first sent under the patient who was merged
 * away, and that goes by an id made from that patient's. Such a record is given those ids, so that it updates what is there: a discharge ends the stay, a
 * correction replaces the result. For one thread.
 */
final class Adoption {
    private static final Set<String> ITS_OWN = Set.of("Patient", "MessageHeader");
    /** Elements that say when a thing was: two that differ by the day are two things, whatever their numbers. */
    private static final Set<String> WHEN =
            Set.of("period", "effective[x]", "performed[x]", "occurrence[x]", "onset[x]", "authoredOn");

    private static final int DAY = 10;

    private final LoadServices services;
    private final LoadRun load;
    private final UnitFold fold;

    Adoption(LoadServices services, LoadRun load, UnitFold fold) {
        this.services = services;
        this.load = load;
        this.fold = fold;
    }

    /** The record by the ids of what is there; the record itself where nothing of it is known under a former patient. */
    ConvertedRecord of(ConvertedRecord record) {
        ConvertedRecord adopted = record;
        for (ConvertedResource patient : record.own().toList()) {
            if (patient.resource() instanceof Patient) {
                Set<String> formers = formers(patient.reference());
                for (String former : formers) {
                    adopted = under(former, formers, patient.reference(), adopted);
                }
            }
        }
        return adopted;
    }

    /** Patients who were merged into this one, directly or through others. */
    private Set<String> formers(String patient) {
        Set<String> formers = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(patient));
        while (!open.isEmpty()) {
            if (known(open.pop()) instanceof Patient p) {
                p.getLink().stream()
                        .filter(l ->
                                l.getType() == LinkType.REPLACES && l.getOther().hasReference())
                        .map(l -> l.getOther().getReference())
                        .filter(former -> !former.equals(patient) && formers.add(former))
                        .forEach(open::add);
            }
        }
        return formers;
    }

    private @Nullable Resource known(String reference) {
        if (!fold.isKnown(reference)) {
            services.stored().read(Set.of(reference)).forEach(fold::know);
        }
        return fold.state(reference);
    }

    private ConvertedRecord under(String former, Set<String> formers, String patient, ConvertedRecord record) {
        if (record.own().noneMatch(this::isNew)) {
            return record;
        }
        List<ConvertedResource> other = load.converter()
                .under(record, load.run().sourceSystem(), Map.of(patient, former.substring(former.indexOf('/') + 1)));
        Map<String, String> ids = new HashMap<>();
        List<ConvertedResource> said = record.resources();
        for (int i = 0; i < said.size() && other.size() == said.size(); i++) {
            ConvertedResource r = said.get(i);
            String id = other.get(i).reference();
            if (isNew(r) && r.map().equals(other.get(i).map()) && !id.equals(r.reference())) {
                ids.put(r.reference(), id);
            }
        }
        services.stored()
                .read(ids.values().stream().filter(id -> !fold.isKnown(id)).toList())
                .forEach(fold::know);
        Set<String> patients = new LinkedHashSet<>(formers);
        patients.add(patient);
        ids.entrySet()
                .removeIf(e -> !isTheSame(
                        fold.state(e.getValue()),
                        record.own(e.getKey()).orElseThrow().resource(),
                        patients));
        return ids.isEmpty() ? record : renamed(record, ids);
    }

    private boolean isNew(ConvertedResource r) {
        return r.scope() == ConvertedResource.Scope.PATIENT
                && !ITS_OWN.contains(r.resource().fhirType())
                && fold.state(r.reference()) == null;
    }

    private boolean isTheSame(@Nullable Resource there, Resource said, Set<String> patients) {
        return there != null
                && Replacement.of(there).isEmpty()
                && references(there).stream().anyMatch(r -> patients.contains(Pointing.target(r)))
                && there.children().stream()
                        .filter(p -> WHEN.contains(p.getName()))
                        .noneMatch(p -> differ(day(p), day(said.getNamedProperty(p.getName()))));
    }

    private static boolean differ(String a, String b) {
        int common = Math.min(DAY, Math.min(a.length(), b.length()));
        return !a.substring(0, common).equals(b.substring(0, common));
    }

    private static String day(@Nullable Property property) {
        Base value = property == null || !property.hasValues()
                ? null
                : property.getValues().get(0);
        Base time = value instanceof Period period ? period.getStartElement() : value;
        return time == null || time.primitiveValue() == null ? "" : time.primitiveValue();
    }

    private ConvertedRecord renamed(ConvertedRecord record, Map<String, String> ids) {
        List<ConvertedResource> renamed = new ArrayList<>();
        for (ConvertedResource r : record.resources()) {
            Resource resource = r.resource().copy();
            String id = ids.get(r.reference());
            if (id != null) {
                resource.setId(id.substring(id.indexOf('/') + 1));
            }
            for (ResourceReferenceInfo info : references(resource)) {
                String target = ids.get(Pointing.target(info));
                if (target != null) {
                    info.getResourceReference().setReference(target);
                }
            }
            renamed.add(new ConvertedResource(
                    resource,
                    r.map(),
                    r.scope(),
                    r.update(),
                    r.cleared(),
                    Objects.requireNonNullElse(ids.get(r.mergedInto()), r.mergedInto())));
        }
        return new ConvertedRecord(record.row(), record.bytes(), renamed, record.scanned(), record.findings());
    }

    private List<ResourceReferenceInfo> references(Resource resource) {
        return services.fhir().newTerser().getAllResourceReferences(resource);
    }
}
