package org.chartlift.interceptor;

import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.MeasureReport;

/** What a resource is to the hooks. A transaction leaves evidence if it wrote at least one {@link #CLINICAL} resource. */
enum ResourceRole {
    /** Everything that can hold facts about patients, their care or their carers; also what no other role names. */
    CLINICAL,
    /** AuditEvent and Provenance: written once, never changed, and no evidence of their own. */
    EVIDENCE,
    /** What makes the server work: definitions, vocabulary, work items and summary reports. */
    OPERATIONAL;

    static final Set<String> EVIDENCE_TYPES = Set.of("AuditEvent", "Provenance");

    /**
     * Not in it on purpose: Binary (a scanned letter is a Binary), List (a problem list is a List), Bundle (a document is a
     * Bundle), Questionnaire responses, and MeasureReports about a single subject.
     */
    static final Set<String> OPERATIONAL_TYPES = Set.of(
            "ActivityDefinition",
            "CapabilityStatement",
            "CodeSystem",
            "CompartmentDefinition",
            "ConceptMap",
            "EventDefinition",
            "ExampleScenario",
            "GraphDefinition",
            "ImplementationGuide",
            "Library",
            "Measure",
            "MessageDefinition",
            "NamingSystem",
            "OperationDefinition",
            "OperationOutcome",
            "Parameters",
            "PlanDefinition",
            "Questionnaire",
            "SearchParameter",
            "StructureDefinition",
            "StructureMap",
            "Subscription",
            "Task",
            "TerminologyCapabilities",
            "TestReport",
            "TestScript",
            "ValueSet");

    static ResourceRole of(IBaseResource resource) {
        String type = resource.fhirType();
        if (EVIDENCE_TYPES.contains(type)) {
            return EVIDENCE;
        }
        boolean summary = resource instanceof MeasureReport report && !report.hasSubject();
        return summary || OPERATIONAL_TYPES.contains(type) ? OPERATIONAL : CLINICAL;
    }
}
