package org.chartlift.audit;

import org.chartlift.record.SourceRef;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/** The code systems and identifiers of evidence, each under the name that its specification gives it. */
final class Codes {
    static final String AUDIT_EVENT_TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type";
    static final String RESTFUL_INTERACTION = "http://hl7.org/fhir/restful-interaction";
    static final String ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    static final String OBJECT_ROLE = "http://terminology.hl7.org/CodeSystem/object-role";
    static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
    static final String PARTICIPATION_TYPE = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    static final String PROVENANCE_PARTICIPANT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    static final String LIFECYCLE = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle";
    /** IHE BALP, entity that holds the X-Request-Id. */
    static final String BALP_ENTITY_TYPE = "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType";

    static final String BALP_PROFILE = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";
    /** RFC 3986: an identifier whose value is itself a URI. */
    static final String URI = "urn:ietf:rfc:3986";

    static final String REQUESTER_SYSTEM = "https://chartlift.org/fhir/sid/requester";
    static final String RUN_SYSTEM = "https://chartlift.org/fhir/sid/run";
    static final String OPERATION_SYSTEM = "https://chartlift.org/fhir/CodeSystem/operation";
    static final String SOFTWARE = "Chartlift";

    private Codes() {}

    static CodeableConcept concept(String system, String code, String display) {
        return new CodeableConcept(new Coding(system, code, display));
    }

    /** A source record by its logical id; it is not a FHIR resource, so there is nothing to point at literally. */
    static Reference sourceRecord(SourceRef source) {
        Identifier identifier = new Identifier().setSystem(URI).setValue(source.logicalId());
        identifier.getAssigner().setDisplay(source.sourceSystem());
        return new Reference().setIdentifier(identifier);
    }

    static Reference requester(String requester) {
        return new Reference()
                .setIdentifier(new Identifier().setSystem(REQUESTER_SYSTEM).setValue(requester))
                .setDisplay(requester);
    }
}
