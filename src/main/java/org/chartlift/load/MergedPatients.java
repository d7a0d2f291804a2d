package org.chartlift.load;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Merges within a unit: the patient who was merged away is linked to the surviving one, and whatever refers to the former is re-pointed
 * to the latter, stored resources that no record of the unit speaks of among them. For one thread.
 */
final class MergedPatients {
    private static final String PATIENT = "Patient";

    private final UnitFold fold;
    private final StoredResources stored;
    private final FhirContext fhir;

    MergedPatients(UnitFold fold, StoredResources stored, FhirContext fhir) {
        this.fold = fold;
        this.stored = stored;
        this.fhir = fhir;
    }

    /** Completes the fold; to be called once all records are applied. */
    void complete(List<ConvertedRecord> records) {
        Map<String, Long> mergedNow = new HashMap<>();
        for (ConvertedRecord record : records) {
            record.own().filter(r -> !r.mergedInto().isEmpty()).forEach(r -> {
                link(record.row().seq(), r.reference(), r.mergedInto());
                mergedNow.put(r.reference(), record.row().seq());
            });
        }
        Map<String, String> survivors = survivors();
        if (survivors.isEmpty()) {
            return;
        }
        mergedNow.forEach(this::bringReferrers);
        for (Touched t : fold.all()) {
            if (!t.reference().startsWith(PATIENT + "/") && t.now() != null) {
                repoint(t, survivors, mergedNow);
            }
        }
    }

    /** The map may have written the links already; what is missing is added. */
    private void link(long seq, String merged, String survivor) {
        link(fold.touch(merged).now(), survivor, LinkType.REPLACEDBY);
        if (link(fold.touch(survivor).now(), merged, LinkType.REPLACES)) {
            fold.touch(survivor).by().add(seq);
        }
    }

    /** Links the patient to the other one, and answers whether the link is new. */
    static boolean link(@Nullable Resource resource, String other, LinkType type) {
        boolean there = resource instanceof Patient p
                && p.getLink().stream()
                        .anyMatch(l -> l.getType() == type && other.equals(l.getOther().getReference()));
        if (resource instanceof Patient patient && !there) {
            patient.addLink().setType(type).setOther(new Reference(other));
            return true;
        }
        return false;
    }

    /** Each patient of the unit who was merged away, now or before, and the one who stands at the end of the chain. */
    private Map<String, String> survivors() {
        Map<String, String> next = new HashMap<>();
        for (Touched t : fold.by(PATIENT)) {
            if (t.now() instanceof Patient patient) {
                patient.getLink().stream()
                        .filter(l -> l.getType() == LinkType.REPLACEDBY)
                        .forEach(l -> next.put(t.reference(), l.getOther().getReference()));
            }
        }
        Map<String, String> last = new HashMap<>();
        next.forEach((from, to) -> {
            Set<String> seen = new HashSet<>(Set.of(from));
            String end = to;
            while (next.containsKey(end) && seen.add(end)) {
                end = next.get(end);
            }
            if (!end.equals(from)) {
                last.put(from, end);
            }
        });
        return last;
    }

    private void bringReferrers(String merged, long seq) {
        Set<String> referrers = stored.referrers(merged);
        referrers.removeIf(r -> fold.state(r) != null);
        stored.read(referrers).forEach(fold::know);
        referrers.forEach(fold::touch);
    }

    private void repoint(Touched touched, Map<String, String> survivors, Map<String, Long> mergedNow) {
        Resource resource = touched.resource();
        for (ResourceReferenceInfo info : fhir.newTerser().getAllResourceReferences(resource)) {
            String old = info.getResourceReference()
                    .getReferenceElement()
                    .toUnqualifiedVersionless()
                    .getValue();
            String survivor = old == null ? null : survivors.get(old);
            if (survivor != null) {
                info.getResourceReference().setReference(survivor);
                if (touched.by().isEmpty()) {
                    touched.repoint(mergedNow.getOrDefault(old, 0L));
                }
            }
        }
    }
}
