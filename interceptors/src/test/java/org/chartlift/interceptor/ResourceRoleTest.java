package org.chartlift.interceptor;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.Set;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

class ResourceRoleTest {
    @Test
    void what_is_not_known_to_be_something_else_is_clinical() {
        assertThat(ResourceRole.of(new Patient())).isEqualTo(ResourceRole.CLINICAL);
        assertThat(ResourceRole.of(new Binary())).isEqualTo(ResourceRole.CLINICAL);
        assertThat(ResourceRole.of(new Task())).isEqualTo(ResourceRole.OPERATIONAL);
        assertThat(ResourceRole.of(new AuditEvent())).isEqualTo(ResourceRole.EVIDENCE);
    }

    @Test
    void a_report_about_one_subject_is_clinical() {
        MeasureReport report = new MeasureReport();
        assertThat(ResourceRole.of(report)).isEqualTo(ResourceRole.OPERATIONAL);
        report.setSubject(new Reference("Patient/1"));
        assertThat(ResourceRole.of(report)).isEqualTo(ResourceRole.CLINICAL);
    }

    /** Guards against a name that is written wrongly and so never matches. */
    @Test
    void roles_name_resource_types_that_exist() {
        Set<String> types = FhirContext.forR4Cached().getResourceTypes();
        assertThat(types).containsAll(ResourceRole.OPERATIONAL_TYPES).containsAll(ResourceRole.EVIDENCE_TYPES);
    }
}
