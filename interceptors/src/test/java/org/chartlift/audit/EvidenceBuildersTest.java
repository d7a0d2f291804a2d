package org.chartlift.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chartlift.record.ContentHash;
import org.chartlift.record.Severity;
import org.chartlift.record.SourceRef;
import org.chartlift.validation.ProfileSettings;
import org.chartlift.validation.ProfileValidator;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

class EvidenceBuildersTest {
    private static final Instant NOW = Instant.parse("2024-06-01T12:00:00Z");
    private static final Caller CALLER = new Caller("engine", "req-1", "10.0.0.7", "http://server/fhir");
    private static final SourceRef SOURCE = new SourceRef("urn:his", ContentHash.of(new byte[] {7}), "a.hl7#1");
    private static final UnitOfWork UNIT =
            new UnitOfWork("run-1", List.of(SOURCE), "https://maps|abc", "clerk", "req-2", "Patient/9", true);
    private static final WrittenResource CREATED =
            new WrittenResource("Patient/1/_history/1", Change.CREATE, Set.of("Patient/1"));
    private static final WrittenResource UPDATED =
            new WrittenResource("Observation/2/_history/3", Change.UPDATE, Set.of("Patient/1"));

    @Test
    void provenance_of_a_unit_is_a_transformation_of_its_sources_by_its_maps() {
        Provenance provenance = new ProvenanceBuilder().build(transaction(UNIT, CREATED, UPDATED));
        assertThat(provenance.getTarget())
                .extracting(t -> t.getReference())
                .containsExactly("Patient/1/_history/1", "Observation/2/_history/3");
        assertThat(provenance.getActivity().getCodingFirstRep().getCode()).isEqualTo("transform");
        assertThat(provenance.getPolicy()).extracting(p -> p.getValue()).containsExactly("https://maps|abc");
        assertThat(provenance.getEntityFirstRep().getWhat().getIdentifier().getValue())
                .isEqualTo(SOURCE.logicalId());
        assertThat(provenance.getRecorded()).isEqualTo(Date.from(NOW));
        assertThat(provenance.getAgent())
                .extracting(a -> a.getWho().getDisplay())
                .containsExactly("Chartlift", "clerk");
    }

    @Test
    void provenance_of_a_request_says_what_the_request_did() {
        assertThat(activity(CREATED)).isEqualTo("originate");
        assertThat(activity(UPDATED)).isEqualTo("amend");
        assertThat(activity(CREATED, UPDATED)).isEqualTo("amend");
        assertThat(activity(new WrittenResource("Patient/1/_history/4", Change.DELETE, Set.of())))
                .isEqualTo("destroy");
    }

    @Test
    void audit_event_of_one_resource_claims_the_balp_profile() {
        AuditEvent event = new AuditEventBuilder().success(transaction(null, CREATED), "Provenance/5");
        assertThat(event.getMeta().getProfile().get(0).getValue())
                .isEqualTo("https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientCreate");
        assertThat(event.getAction()).isEqualTo(AuditEventAction.C);
        assertThat(event.getSubtypeFirstRep().getCode()).isEqualTo("create");
        assertThat(event.getEntity())
                .extracting(e -> e.getWhat().getReference())
                .containsExactly(null, "Patient/1", "Patient/1/_history/1");
        assertThat(event.getAgent().get(0).getNetwork().getAddress()).isEqualTo("10.0.0.7");
    }

    @Test
    void audit_event_of_several_names_the_provenance_and_the_unit() {
        AuditEvent event = new AuditEventBuilder().success(transaction(UNIT, CREATED, UPDATED), "Provenance/5");
        assertThat(event.getMeta().getProfile()).isEmpty();
        assertThat(event.getAction()).isEqualTo(AuditEventAction.E);
        assertThat(event.getEntity())
                .extracting(e -> e.getWhat().getReference())
                .contains("Patient/1", "Patient/9", "Provenance/5");
        assertThat(event.getEntity())
                .extracting(e -> e.getWhat().getIdentifier().getValue())
                .contains("run-1", "req-2", SOURCE.logicalId());
        assertThat(event.getAgent())
                .filteredOn(AuditEvent.AuditEventAgentComponent::getRequestor)
                .extracting(a -> a.getWho().getIdentifier().getValue())
                .containsExactly("clerk");
    }

    @Test
    void audit_event_of_a_refusal_tells_its_weight_and_reason() {
        AuditEventBuilder builder = new AuditEventBuilder();
        AuditEvent refused = builder.refused(new Refusal(NOW, CALLER, "create", false, "refused: fhir-profile"));
        assertThat(refused.getOutcome()).isEqualTo(AuditEventOutcome._4);
        assertThat(refused.getOutcomeDesc()).isEqualTo("refused: fhir-profile");
        assertThat(refused.getEntity()).noneMatch(e -> e.getWhat().hasReference());
        assertThat(builder.refused(new Refusal(NOW, CALLER, "create", true, "unknown"))
                        .getOutcome())
                .isEqualTo(AuditEventOutcome._8);
    }

    @Test
    void a_transaction_that_wrote_nothing_has_no_evidence() {
        assertThatIllegalArgumentException().isThrownBy(EvidenceBuildersTest::transaction);
    }

    @Test
    void evidence_is_valid_fhir() {
        AuditEventBuilder events = new AuditEventBuilder();
        AuditEvent single = events.success(transaction(null, CREATED), "Provenance/5");
        single.setMeta(null);
        List<Resource> evidence = List.of(
                new ProvenanceBuilder().build(transaction(UNIT, CREATED, UPDATED)),
                new ProvenanceBuilder().build(transaction(null, CREATED)),
                single,
                events.success(transaction(UNIT, CREATED, UPDATED), "Provenance/5"),
                events.refused(new Refusal(NOW, CALLER, "transaction", false, "refused: fhir-profile")));
        assertThat(ProfileValidator.create(ProfileSettings.strict()).validate(evidence))
                .allSatisfy(findings -> assertThat(findings).noneMatch(f -> f.severity() == Severity.A));
    }

    private static String activity(WrittenResource... written) {
        return new ProvenanceBuilder()
                .build(transaction(null, written))
                .getActivity()
                .getCodingFirstRep()
                .getCode();
    }

    private static Transaction transaction(UnitOfWork unit, WrittenResource... written) {
        return new Transaction(NOW, CALLER, Optional.ofNullable(unit), List.of(written));
    }

    private static Transaction transaction() {
        return new Transaction(NOW, CALLER, Optional.empty(), List.of());
    }
}
