package org.chartlift.audit;

import java.util.Date;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Provenance.ProvenanceEntityRole;
import org.hl7.fhir.r4.model.Reference;

/** Makes the one Provenance of a transaction. Stateless. */
public final class ProvenanceBuilder {
    private static final Coding TRANSFORM =
            new Coding(Codes.LIFECYCLE, "transform", "Transform/Translate Record Lifecycle Event");
    private static final Coding RESTORE = new Coding(Codes.LIFECYCLE, "restore", "Restore Record Lifecycle Event");
    private static final Coding AMEND = lifecycle(Change.UPDATE);

    /**
     * Targets every version that was written, names the source records by their SHA-256 and the map set that made the
     * resources out of them. The activity is {@code restore} where earlier versions are taken back to, which are entities; {@code transform} where there are
     * source records; else what the request did,
     * and {@code amend} where it did several things.
     */
    public Provenance build(Transaction transaction) {
        Provenance provenance = new Provenance();
        provenance.setRecorded(Date.from(transaction.recorded()));
        transaction.written().forEach(w -> provenance.addTarget(new Reference(w.reference())));
        provenance.getActivity().addCoding(activity(transaction).copy());
        transaction.unit().ifPresent(unit -> {
            if (!unit.policy().isEmpty()) {
                provenance.addPolicy(unit.policy());
            }
            unit.sources().forEach(source -> provenance
                    .addEntity()
                    .setRole(ProvenanceEntityRole.SOURCE)
                    .setWhat(Codes.sourceRecord(source)));
            UnitOfWork.Restoration restoration = unit.restoration();
            if (restoration != null) {
                restoration.versions().forEach(version -> provenance
                        .addEntity()
                        .setRole(ProvenanceEntityRole.SOURCE)
                        .setWhat(new Reference(version)));
            }
        });
        provenance
                .addAgent()
                .setType(Codes.concept(Codes.PROVENANCE_PARTICIPANT, "assembler", "Assembler"))
                .setWho(new Reference().setDisplay(Codes.SOFTWARE));
        provenance
                .addAgent()
                .setType(Codes.concept(Codes.PROVENANCE_PARTICIPANT, "enterer", "Enterer"))
                .setWho(Codes.requester(transaction.requester()));
        return provenance;
    }

    private static Coding activity(Transaction transaction) {
        if (transaction.unit().map(UnitOfWork::restoration).isPresent()) {
            return RESTORE;
        }
        if (transaction.unit().filter(u -> !u.sources().isEmpty()).isPresent()) {
            return TRANSFORM;
        }
        return transaction.onlyChange().map(ProvenanceBuilder::lifecycle).orElse(AMEND);
    }

    private static Coding lifecycle(Change change) {
        return new Coding(Codes.LIFECYCLE, change.lifecycle(), change.lifecycleDisplay());
    }
}
