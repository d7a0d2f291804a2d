package org.chartlift.audit;

import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;

/** What a transaction did to one resource, with the words that AuditEvent and Provenance have for it. */
public enum Change {
    CREATE(AuditEventAction.C, "create", "originate", "Originate/Retain Record Lifecycle Event"),
    UPDATE(AuditEventAction.U, "update", "amend", "Amend (Update) Record Lifecycle Event"),
    DELETE(AuditEventAction.D, "delete", "destroy", "Destroy/Delete Record Lifecycle Event");

    private final AuditEventAction action;
    private final String interaction;
    private final String lifecycle;
    private final String lifecycleDisplay;

    Change(AuditEventAction action, String interaction, String lifecycle, String lifecycleDisplay) {
        this.action = action;
        this.interaction = interaction;
        this.lifecycle = lifecycle;
        this.lifecycleDisplay = lifecycleDisplay;
    }

    /** FHIR R4 AuditEvent.action. */
    AuditEventAction action() {
        return action;
    }

    /** Code of {@code http://hl7.org/fhir/restful-interaction}. */
    String interaction() {
        return interaction;
    }

    /** Code of {@code http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle}. */
    String lifecycle() {
        return lifecycle;
    }

    String lifecycleDisplay() {
        return lifecycleDisplay;
    }
}
