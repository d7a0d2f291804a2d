package org.chartlift.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.junit.jupiter.api.Test;

class ContentHasherTest {
    private final ContentHasher hasher = new ContentHasher(FhirContext.forR4Cached());

    private static Observation weighing(String value) {
        return new Observation().setValue(new Quantity().setValue(new java.math.BigDecimal(value)));
    }

    @Test
    void whatTheServerAddsIsNotContent() {
        Patient stored = new Patient().setActive(true);
        stored.getMeta().setVersionId("3").setLastUpdated(new java.util.Date()).setSource("#k7Gh2");

        assertThat(hasher.hash(stored)).isEqualTo(hasher.hash(new Patient().setActive(true)));
    }

    @Test
    void theSourceIsContentWithoutTheRequestThatHapiAppends() {
        Patient stored = new Patient();
        stored.getMeta().setSource("urn:x#k7Gh2");
        Patient written = new Patient();
        written.getMeta().setSource("urn:x");

        assertThat(hasher.hash(stored)).isEqualTo(hasher.hash(written)).isNotEqualTo(hasher.hash(new Patient()));
    }

    @Test
    void aDecimalKeepsItsDigits() {
        assertThat(hasher.hash(weighing("1.10"))).isNotEqualTo(hasher.hash(weighing("1.1")));
        assertThat(hasher.canonical(weighing("1.10"))).contains("\"value\":\"1.10\"");
        assertThat(hasher.canonical(weighing("1.1"))).contains("\"value\":1.1");
    }
}
