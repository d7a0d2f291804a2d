package org.chartlift.load;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.ledger.MoveLedger.Move;
import org.chartlift.mapping.Replacement;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Where references lead: from what was replaced to what stands. If a visit or an account of one patient was replaced by one of another, it was moved
 * (HL7 v2.8.2 sections 3.3.44 and 3.3.45), and what refers to it follows it to the other patient. For one thread.
 */
final class Pointing {
    /** What keeps naming whom it spoke of: links of patients, headers of messages, and records of what happened. */
    private static final Set<String> NEVER = Set.of("Patient", "MessageHeader", "AuditEvent", "Provenance");

    private final FhirContext fhir;
    private final Map<String, String> ends = new HashMap<>();
    private final Map<String, Owners> moved = new HashMap<>();

    private record Owners(String former, String now) {}

    Pointing(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** Whether references of the resource ({@code Type/id}) are ever re-pointed. */
    static boolean mayChange(String reference) {
        return !NEVER.contains(reference.substring(0, reference.indexOf('/')));
    }

    /** The one has been replaced by the other. */
    void replace(String old, String end, @Nullable Resource was, @Nullable Resource now) {
        ends.put(old, end);
        String former = patient(was);
        String patient = patient(now);
        if (!former.isEmpty() && !patient.isEmpty() && !former.equals(patient)) {
            moved.put(old, new Owners(former, patient));
        }
    }

    /** Whose visit or account it is; empty if it is neither, or nobody's. */
    static String patient(@Nullable Resource resource) {
        Reference subject = resource instanceof Encounter visit
                ? visit.getSubject()
                : resource instanceof Account account ? account.getSubjectFirstRep() : null;
        return subject == null || subject.getReference() == null ? "" : subject.getReference();
    }

    boolean isReplaced(String reference) {
        return ends.containsKey(reference);
    }

    /** Whether it went from one patient to another. */
    boolean isMoved(String reference) {
        return moved.containsKey(reference);
    }

    /** What stands for it. */
    String end(String reference) {
        return ends.getOrDefault(reference, reference);
    }

    /**
     * Re-points the references of a resource.
     *
     * @param seqs the record by which something was replaced
     */
    List<Move> apply(String holder, Resource resource, Map<String, Long> seqs) {
        List<ResourceReferenceInfo> references = references(resource);
        List<Move> moves = new ArrayList<>();
        Owners owners = isReplaced(holder) ? null : owners(references);
        for (ResourceReferenceInfo info : references) {
            String old = target(info);
            boolean follows = owners != null && end(old).equals(end(owners.former()));
            String to = follows ? end(owners.now()) : end(old);
            if (!to.equals(old)) {
                info.getResourceReference().setReference(to);
                moves.add(new Move(holder, info.getName(), old, to, seqs.getOrDefault(old, last(seqs))));
            }
        }
        if (owners != null && moves.stream().anyMatch(m -> m.to().equals(end(owners.now())))) {
            moved.put(holder, owners);
        }
        return moves;
    }

    private static long last(Map<String, Long> seqs) {
        return seqs.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** Which patients a resource goes from and to, because it refers to something that did. */
    private @Nullable Owners owners(List<ResourceReferenceInfo> references) {
        return references.stream()
                .map(i -> moved.get(target(i)))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Sets a reference back to what the source said, if it still leads where it was re-pointed to. */
    boolean giveBack(Resource resource, Move move) {
        List<String> where = List.of(move.to(), end(move.to()));
        for (ResourceReferenceInfo info : references(resource)) {
            if (String.valueOf(info.getName()).equals(move.path()) && where.contains(target(info))) {
                info.getResourceReference().setReference(move.from());
                return true;
            }
        }
        return false;
    }

    /** All but the one that says what has replaced the resource itself. */
    private List<ResourceReferenceInfo> references(Resource resource) {
        Reference replacement = Replacement.reference(resource);
        return fhir.newTerser().getAllResourceReferences(resource).stream()
                .filter(i -> i.getResourceReference() != replacement)
                .toList();
    }

    /** What it refers to, {@code Type/id}; empty if that is said otherwise. */
    static String target(ResourceReferenceInfo info) {
        String target = info.getResourceReference()
                .getReferenceElement()
                .toUnqualifiedVersionless()
                .getValue();
        return target == null ? "" : target;
    }
}
