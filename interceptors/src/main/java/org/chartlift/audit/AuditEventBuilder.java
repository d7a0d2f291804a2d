package org.chartlift.audit;

import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentNetworkType;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * Makes the one AuditEvent of a transaction, and that of a refused attempt, in the shape of IHE Basic Audit Log Patterns
 * (BALP 1.1): agents client, server and user; entities patient, data and X-Request-Id. Stateless.
 */
public final class AuditEventBuilder {
    private static final String TRANSACTION = "transaction";

    /**
     * The event of a transaction that commits. BALP describes a call that touches one resource: such an event claims BALP's
     * profile and names the resource. A transaction that wrote several names its Provenance instead, whose targets they are.
     *
     * @param provenance {@code Provenance/id} of the same transaction
     */
    public AuditEvent success(Transaction transaction, String provenance) {
        Optional<Change> change = transaction.onlyChange();
        boolean single = transaction.written().size() == 1;
        AuditEvent event = event(
                transaction.recorded(),
                single ? change.map(Change::interaction).orElse(TRANSACTION) : TRANSACTION,
                change.map(Change::action).orElse(AuditEventAction.E));
        event.setOutcome(AuditEventOutcome._0);
        if (single) {
            event.getMeta().addProfile(Codes.BALP_PROFILE + profile(transaction));
        }
        addAgents(event, transaction.caller(), transaction.requester());
        addRequestId(event, transaction.requestId());
        transaction.patients().forEach(patient -> entity(event, "1", "Person", "1", "Patient")
                .setWhat(new Reference(patient)));
        String data = single ? transaction.written().get(0).reference() : provenance;
        entity(event, "2", "System Object", "4", "Domain Resource").setWhat(new Reference(data));
        transaction.unit().ifPresent(unit -> addUnit(event, unit));
        return event;
    }

    /** The event of an attempt that left nothing behind; holds nothing of what was sent. */
    public AuditEvent refused(Refusal refusal) {
        AuditEvent event = event(refusal.recorded(), refusal.interaction(), AuditEventAction.E);
        event.setOutcome(refusal.severe() ? AuditEventOutcome._8 : AuditEventOutcome._4);
        event.setOutcomeDesc(refusal.reason());
        addAgents(event, refusal.caller(), refusal.caller().requester());
        addRequestId(event, refusal.caller().requestId());
        return event;
    }

    /** The event of a question. */
    public AuditEvent access(Access access) {
        AuditEvent event = event(access.recorded(), "operation", AuditEventAction.E);
        event.addSubtype(new Coding(Codes.OPERATION_SYSTEM, access.operation(), null));
        event.setOutcome(access.refused().isEmpty() ? AuditEventOutcome._0 : AuditEventOutcome._4);
        if (!access.refused().isEmpty()) {
            event.setOutcomeDesc(access.refused());
        }
        addAgents(event, access.caller(), access.caller().requester());
        addRequestId(event, access.caller().requestId());
        access.patients().stream().sorted().forEach(patient -> entity(event, "1", "Person", "1", "Patient")
                .setWhat(new Reference(patient)));
        access.resources().forEach(r -> entity(event, "2", "System Object", "4", "Domain Resource")
                .setWhat(new Reference(r)));
        for (String id : access.records()) {
            AuditEventEntityComponent entity = entity(event, "2", "System Object", "3", "Report")
                    .setWhat(new Reference()
                            .setIdentifier(new Identifier().setSystem(Codes.URI).setValue(id)));
            entity.addDetail().setType("values").setValue(new StringType(access.values() ? "shown" : "hidden"));
        }
        return event;
    }

    private static String profile(Transaction transaction) {
        String verb =
                switch (transaction.written().get(0).change()) {
                    case CREATE -> "Create";
                    case UPDATE -> "Update";
                    case DELETE -> "Delete";
                };
        return transaction.patients().isEmpty() ? verb : "Patient" + verb;
    }

    private static AuditEvent event(Instant recorded, String interaction, AuditEventAction action) {
        AuditEvent event = new AuditEvent();
        event.setType(new Coding(Codes.AUDIT_EVENT_TYPE, "rest", "RESTful Operation"));
        event.addSubtype(new Coding(Codes.RESTFUL_INTERACTION, interaction, interaction));
        event.setAction(action);
        event.setRecorded(Date.from(recorded));
        return event;
    }

    private static void addAgents(AuditEvent event, Caller caller, String requester) {
        AuditEventAgentComponent client = event.addAgent()
                .setType(Codes.concept(Codes.DICOM, "110153", "Source Role ID"))
                .setWho(new Reference().setDisplay(caller.address().isEmpty() ? Codes.SOFTWARE : caller.address()))
                .setRequestor(false);
        if (!caller.address().isEmpty()) {
            client.getNetwork().setAddress(caller.address()).setType(AuditEventAgentNetworkType._2);
        }
        String server = caller.server().isEmpty() ? Codes.SOFTWARE : caller.server();
        event.addAgent()
                .setType(Codes.concept(Codes.DICOM, "110152", "Destination Role ID"))
                .setWho(new Reference().setDisplay(server))
                .setRequestor(false);
        event.addAgent()
                .setType(Codes.concept(Codes.PARTICIPATION_TYPE, "IRCP", "information recipient"))
                .setWho(Codes.requester(requester))
                .setRequestor(true);
        event.getSource().setObserver(new Reference().setDisplay(server));
    }

    private static void addRequestId(AuditEvent event, String requestId) {
        if (!requestId.isEmpty()) {
            event.addEntity()
                    .setType(new Coding(Codes.BALP_ENTITY_TYPE, "XrequestId", null))
                    .setWhat(new Reference().setIdentifier(new Identifier().setValue(requestId)));
        }
    }

    private static void addUnit(AuditEvent event, UnitOfWork unit) {
        unit.sources().forEach(source -> entity(event, "2", "System Object", "3", "Report")
                .setWhat(Codes.sourceRecord(source)));
        if (!unit.run().isEmpty()) {
            Identifier run = new Identifier().setSystem(Codes.RUN_SYSTEM).setValue(unit.run());
            entity(event, "2", "System Object", "20", "Job").setWhat(new Reference().setIdentifier(run));
        }
    }

    private static AuditEventEntityComponent entity(
            AuditEvent event, String type, String typeDisplay, String role, String roleDisplay) {
        return event.addEntity()
                .setType(new Coding(Codes.ENTITY_TYPE, type, typeDisplay))
                .setRole(new Coding(Codes.OBJECT_ROLE, role, roleDisplay));
    }
}
