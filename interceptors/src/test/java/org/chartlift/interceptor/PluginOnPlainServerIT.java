package org.chartlift.interceptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.net.http.HttpResponse;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.chartlift.audit.OperationalWork;
import org.chartlift.audit.UnitOfWork;
import org.chartlift.interceptor.RunningServer.Since;
import org.chartlift.record.ContentHash;
import org.chartlift.record.SourceRef;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A plain HAPI JPA server over PostgreSQL, with the plugin on its class path and nothing else of ours. */
class PluginOnPlainServerIT {
    private static final UnitOfWork UNIT = new UnitOfWork(
            "run-7",
            List.of(
                    new SourceRef("urn:test:his", ContentHash.of(new byte[] {1}), "a.hl7#1"),
                    new SourceRef("urn:test:his", ContentHash.of(new byte[] {2}), "a.hl7#2")),
            "https://chartlift.org/maps|abc",
            "night-run",
            "request-7",
            "",
            true);

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.shared();
    }

    @Test
    void a_create_leaves_one_audit_event_and_one_provenance() throws Exception {
        Since before = server.now();
        HttpResponse<String> response =
                server.send("POST", "Patient", Samples.patient("Create"), "X-Request-Id", "abc-123");
        assertThat(response.statusCode()).isEqualTo(201);
        String id = server.parse(Patient.class, response).getIdElement().getIdPart();

        Provenance provenance = only(before.provenances());
        assertThat(targets(provenance)).containsExactly("Patient/" + id + "/_history/1");
        assertThat(provenance.getActivity().getCodingFirstRep().getCode()).isEqualTo("originate");
        AuditEvent event = only(before.auditEvents());
        assertThat(event.getAction()).isEqualTo(AuditEventAction.C);
        assertThat(event.getOutcome()).isEqualTo(AuditEventOutcome._0);
        assertThat(event.getMeta().getProfile().get(0).getValue()).endsWith("IHE.BasicAudit.PatientCreate");
        assertThat(event.getEntity())
                .extracting(e -> e.getWhat().getReference())
                .contains("Patient/" + id, "Patient/" + id + "/_history/1");
        assertThat(event.getEntity())
                .extracting(e -> e.getWhat().getIdentifier().getValue())
                .contains("abc-123");
        assertThat(event.getAgent())
                .extracting(a -> a.getWho().getIdentifier().getValue())
                .contains(Callers.ANONYMOUS);
    }

    @Test
    void an_update_names_the_new_version_and_an_unchanged_one_leaves_nothing() throws Exception {
        String id = create(Samples.patient("Update"));
        Patient changed = Samples.patient("Updated");
        changed.setId(id);
        Since before = server.now();
        assertThat(server.send("PUT", "Patient/" + id, changed).statusCode()).isEqualTo(200);
        assertThat(targets(only(before.provenances()))).containsExactly("Patient/" + id + "/_history/2");
        assertThat(only(before.auditEvents()).getAction()).isEqualTo(AuditEventAction.U);

        Since after = server.now();
        assertThat(server.send("PUT", "Patient/" + id, changed).statusCode()).isEqualTo(200);
        assertThat(after.provenances()).isEmpty();
        assertThat(after.auditEvents()).isEmpty();
    }

    @Test
    void a_patch_leaves_evidence_and_is_validated() throws Exception {
        String id = create(Samples.patient("Patch"));
        Since before = server.now();
        String patch = "[{\"op\":\"add\",\"path\":\"/gender\",\"value\":\"female\"}]";
        assertThat(patch("Patient/" + id, patch).statusCode()).isEqualTo(200);
        assertThat(targets(only(before.provenances()))).containsExactly("Patient/" + id + "/_history/2");

        String reversed = "[{\"op\":\"add\",\"path\":\"/address\",\"value\":[{\"period\":"
                + "{\"start\":\"2020-01-01\",\"end\":\"2010-01-01\"}}]}]";
        assertThat(patch("Patient/" + id, reversed).statusCode()).isEqualTo(422);
    }

    @Test
    void a_deletion_is_not_hindered_by_evidence_and_leaves_its_own() throws Exception {
        String id = create(Samples.patient("Delete"));
        Since before = server.now();
        assertThat(server.send("DELETE", "Patient/" + id, "").statusCode()).isEqualTo(200);
        assertThat(server.send("GET", "Patient/" + id, "").statusCode()).isEqualTo(410);
        assertThat(targets(only(before.provenances()))).containsExactly("Patient/" + id + "/_history/2");
        AuditEvent event = only(before.auditEvents());
        assertThat(event.getAction()).isEqualTo(AuditEventAction.D);
        assertThat(event.getMeta().getProfile().get(0).getValue()).endsWith("IHE.BasicAudit.PatientDelete");
    }

    @Test
    void a_deletion_by_search_leaves_one_evidence_for_all() throws Exception {
        String one = create(Samples.patient("Bysearch"));
        String two = create(Samples.patient("Bysearch"));
        Since before = server.now();
        assertThat(server.send("DELETE", "Patient?family=Bysearch", "").statusCode())
                .isEqualTo(200);
        assertThat(targets(only(before.provenances())))
                .containsExactlyInAnyOrder("Patient/" + one + "/_history/2", "Patient/" + two + "/_history/2");
        assertThat(before.auditEvents()).hasSize(1);
    }

    @Test
    void clinical_referrers_still_hinder_a_deletion() throws Exception {
        String patient = create(Samples.patient("Referred"));
        for (int i = 0; i < 3; i++) {
            create(Samples.observation("Patient/" + patient));
        }
        assertThat(server.send("DELETE", "Patient/" + patient, "").statusCode()).isEqualTo(409);
        assertThat(server.exists("Patient/" + patient)).isTrue();
    }

    @Test
    void a_transaction_bundle_leaves_one_evidence_with_every_version() throws Exception {
        String known = create(Samples.patient("Known"));
        Patient changed = Samples.patient("Knownchanged");
        changed.setId(known);
        String patient = "urn:uuid:" + UUID.randomUUID();
        Bundle bundle = Samples.transaction();
        Samples.post(bundle, patient, Samples.patient("Bundle"));
        Samples.post(bundle, "urn:uuid:" + UUID.randomUUID(), Samples.observation(patient));
        Samples.post(bundle, "urn:uuid:" + UUID.randomUUID(), Samples.observation("Patient/" + known));
        Samples.put(bundle, changed);
        Since before = server.now();
        HttpResponse<String> response = server.send("POST", "", bundle);
        assertThat(response.statusCode()).isEqualTo(200);

        List<String> written = server.parse(Bundle.class, response).getEntry().stream()
                .map(e -> e.getResponse().getLocation())
                .toList();
        Provenance provenance = only(before.provenances());
        assertThat(targets(provenance)).containsExactlyInAnyOrderElementsOf(written);
        for (String target : targets(provenance)) {
            assertThat(server.exists(target)).as(target).isTrue();
        }
        AuditEvent event = only(before.auditEvents());
        assertThat(event.getAction()).isEqualTo(AuditEventAction.E);
        assertThat(event.getSubtypeFirstRep().getCode()).isEqualTo("transaction");
        assertThat(event.getEntity())
                .extracting(e -> e.getWhat().getReference())
                .contains("Provenance/" + provenance.getIdElement().getIdPart(), "Patient/" + known);
    }

    @Test
    void a_batch_is_checked_and_told_entry_by_entry() throws Exception {
        String patient = create(Samples.patient("Batch"));
        Bundle bundle = new Bundle().setType(BundleType.BATCH);
        Samples.post(bundle, null, Samples.observation("Patient/" + patient));
        Samples.post(bundle, null, Samples.allergyWithoutStatus("Patient/" + patient));
        Since before = server.now();
        HttpResponse<String> response = server.send("POST", "", bundle);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(server.parse(Bundle.class, response).getEntry())
                .extracting(e -> e.getResponse().getStatus().substring(0, 3))
                .containsExactly("201", "422");
        assertThat(before.provenances()).hasSize(1);
        assertThat(before.auditEvents())
                .extracting(AuditEvent::getOutcome)
                .containsExactlyInAnyOrder(AuditEventOutcome._0, AuditEventOutcome._4);
    }

    @Test
    void a_refused_transaction_leaves_only_the_event_of_its_refusal() throws Exception {
        Bundle bundle = Samples.transaction();
        String patient = "urn:uuid:" + UUID.randomUUID();
        Samples.post(bundle, patient, Samples.patient("Zyxwvut"));
        Samples.post(bundle, "urn:uuid:" + UUID.randomUUID(), Samples.allergyWithoutStatus(patient));
        Samples.post(bundle, "urn:uuid:" + UUID.randomUUID(), Samples.observation("Patient/nobody"));
        long patients = server.count("Patient");
        Since before = server.now();
        HttpResponse<String> response = server.send("POST", "", bundle);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(server.outcome(response).getIssue())
                .filteredOn(i -> i.getSeverity() == IssueSeverity.ERROR)
                .extracting(i -> i.getExpression().get(0).getValue())
                .contains("Bundle.entry[1].resource.clinicalStatus", "Bundle.entry[2].resource.subject");
        assertThat(server.count("Patient")).isEqualTo(patients);
        assertThat(before.provenances()).isEmpty();
        AuditEvent event = only(before.auditEvents());
        assertThat(event.getOutcome()).isEqualTo(AuditEventOutcome._4);
        assertThat(event.getOutcomeDesc())
                .contains("dangling-reference", "allergy-clinical-status-missing")
                .doesNotContain("Zyxwvut", "nobody");
        assertThat(event.getEntity()).noneMatch(e -> e.getWhat().hasReference());
    }

    @Test
    void a_transaction_that_fails_in_the_middle_leaves_only_the_event_of_its_failure() throws Exception {
        String known = create(Samples.patient("Versioned"));
        Patient changed = Samples.patient("Stale");
        changed.setId(known);
        Bundle bundle = Samples.transaction();
        Samples.post(bundle, null, Samples.patient("Rolledback"));
        Samples.put(bundle, changed);
        bundle.getEntry().get(1).getRequest().setIfMatch("W/\"17\"");
        long patients = server.count("Patient");
        Since before = server.now();
        assertThat(server.send("POST", "", bundle).statusCode()).isBetween(400, 499);
        assertThat(server.count("Patient")).isEqualTo(patients);
        assertThat(before.provenances()).isEmpty();
        AuditEvent event = only(before.auditEvents());
        assertThat(event.getOutcome()).isEqualTo(AuditEventOutcome._4);
        assertThat(event.getSubtypeFirstRep().getCode()).isEqualTo("transaction");
    }

    @Test
    void an_invalid_resource_is_refused_with_an_issue_for_each_finding() throws Exception {
        String patient = create(Samples.patient("Invalid"));
        Observation observation = Samples.observation("Patient/" + patient);
        observation.setStatus(null);
        Since before = server.now();
        HttpResponse<String> response = server.send("POST", "Observation", observation);
        assertThat(response.statusCode()).isEqualTo(422);
        OperationOutcome outcome = server.outcome(response);
        assertThat(outcome.getIssue()).anySatisfy(issue -> {
            assertThat(issue.getSeverity()).isEqualTo(IssueSeverity.ERROR);
            assertThat(issue.getDiagnostics()).startsWith("fhir-profile: Observation.status");
        });
        assertThat(before.provenances()).isEmpty();
        assertThat(only(before.auditEvents()).getOutcome()).isEqualTo(AuditEventOutcome._4);
    }

    @Test
    void lesser_findings_pass_and_are_told() throws Exception {
        String patient = create(Samples.patient("Warned"));
        Observation unborn = Samples.observation("Patient/" + patient);
        unborn.getEffectiveDateTimeType().setValueAsString("1960-01-01");
        HttpResponse<String> single = server.send("POST", "Observation", unborn);
        assertThat(single.statusCode()).isEqualTo(201);
        assertThat(single.headers().allValues(WriteValidationInterceptor.HEADER))
                .contains("event-before-birth at Observation.effectiveDateTime");

        Bundle bundle = Samples.transaction();
        Samples.post(bundle, null, Samples.observation("Patient/" + patient));
        Samples.post(bundle, null, unborn);
        HttpResponse<String> answer = server.send("POST", "", bundle);
        assertThat(answer.statusCode()).isEqualTo(200);
        OperationOutcome outcome = (OperationOutcome) server.parse(Bundle.class, answer)
                .getEntry()
                .get(1)
                .getResponse()
                .getOutcome();
        assertThat(outcome.getIssue())
                .anyMatch(i -> i.getSeverity() == IssueSeverity.WARNING
                        && i.getDiagnostics().startsWith("event-before-birth"));
    }

    @Test
    void work_items_leave_no_evidence_of_their_own() throws Exception {
        Since before = server.now();
        Task task = new Task().setStatus(Task.TaskStatus.REQUESTED).setIntent(Task.TaskIntent.ORDER);
        assertThat(server.send("POST", "Task", task).statusCode()).isEqualTo(201);
        assertThat(before.auditEvents()).isEmpty();
        assertThat(before.provenances()).isEmpty();
    }

    @Test
    void only_binaries_can_be_called_operational() {
        DaoRegistry daos = server.bean(DaoRegistry.class);
        Since before = server.now();
        SystemRequestDetails request = new SystemRequestDetails();
        inTransaction(request, () -> {
            OperationalWork.bindToTransaction();
            daos.getResourceDao(Binary.class).create(report(), request);
        });
        assertThat(before.provenances()).isEmpty();
        assertThat(before.auditEvents()).isEmpty();
        inTransaction(request, () -> {
            OperationalWork.bindToTransaction();
            daos.getResourceDao(Binary.class).create(report(), request);
            daos.getResourceDao(Patient.class).create(Samples.patient("Operational"), request);
        });
        assertThat(only(before.provenances()).getTarget()).hasSize(2);
    }

    @Test
    void evidence_is_refused_every_change_through_every_door() throws Exception {
        Since before = server.now();
        String patient = create(Samples.patient("Evidence"));
        AuditEvent event = only(before.auditEvents());
        Provenance provenance = only(before.provenances());
        String eventId = "AuditEvent/" + event.getIdElement().getIdPart();
        String provenanceId = "Provenance/" + provenance.getIdElement().getIdPart();
        event.setOutcomeDesc("changed");
        provenance.addPolicy("urn:changed");
        for (int i = 0; i < 2; i++) {
            String id = i == 0 ? eventId : provenanceId;
            String type = id.substring(0, id.indexOf('/'));
            assertThat(server.send("PUT", id, i == 0 ? event : provenance).statusCode())
                    .as("update " + id)
                    .isEqualTo(405);
            assertThat(server.send("DELETE", id, "").statusCode())
                    .as("delete " + id)
                    .isEqualTo(405);
            assertThat(patch(id, "[{\"op\":\"add\",\"path\":\"/language\",\"value\":\"de\"}]")
                            .statusCode())
                    .as("patch " + id)
                    .isEqualTo(405);
            assertThat(server.send("DELETE", type + "?_lastUpdated=gt2000", "").statusCode())
                    .as("delete by search " + type)
                    .isEqualTo(405);
            assertThat(server.send("POST", id + "/$meta-add", metaAdd()).statusCode())
                    .as("meta " + id)
                    .isEqualTo(405);
            assertThat(server.send("POST", id + "/$expunge", expunge("expungeEverything"))
                            .statusCode())
                    .as("expunge " + id)
                    .isEqualTo(403);
            assertThat(server.send("DELETE", type + "?_lastUpdated=gt2000&_expunge=true", "")
                            .statusCode())
                    .as("delete and expunge " + type)
                    .isEqualTo(403);
            assertThat(server.send("POST", "$delete-expunge", deleteExpunge(type + "?_lastUpdated=gt2000"))
                            .statusCode())
                    .as("$delete-expunge " + type)
                    .isEqualTo(403);
            Bundle bundle = Samples.transaction();
            bundle.addEntry().getRequest().setMethod(HTTPVerb.DELETE).setUrl(id);
            assertThat(server.send("POST", "", bundle).statusCode())
                    .as("bundle " + id)
                    .isEqualTo(405);
            assertThat(server.exists(id)).as(id).isTrue();
            assertThat(server.exists(id + "/_history/2")).as(id).isFalse();
        }
        assertThat(server.send("POST", "$expunge", expunge("expungeEverything")).statusCode())
                .isEqualTo(403);
        assertThat(server.send("DELETE", "Patient?_id=" + patient + "&_expunge=true&_cascade=delete", "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.exists("Patient/" + patient)).isTrue();
        assertThat(before.provenances()).hasSize(1);
        assertThat(before.auditEvents())
                .filteredOn(e -> e.getOutcome() == AuditEventOutcome._4)
                .isNotEmpty();
    }

    @Test
    void old_versions_of_other_resources_can_be_expunged_and_their_evidence_stays() throws Exception {
        Since before = server.now();
        String patient = create(Samples.patient("Expunged"));
        Patient changed = Samples.patient("Kept");
        changed.setId(patient);
        assertThat(server.send("PUT", "Patient/" + patient, changed).statusCode())
                .isEqualTo(200);
        assertThat(server.send("POST", "Patient/" + patient + "/$expunge", expunge("expungePreviousVersions"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.exists("Patient/" + patient + "/_history/1")).isFalse();
        assertThat(server.exists("Patient/" + patient)).isTrue();
        assertThat(before.provenances()).hasSize(2);
    }

    @Test
    void clients_may_add_evidence_but_not_choose_its_id() throws Exception {
        AuditEvent event = foreignEvent();
        assertThat(server.send("POST", "AuditEvent", event).statusCode()).isEqualTo(201);
        event.setId("chosen");
        assertThat(server.send("PUT", "AuditEvent/chosen", event).statusCode()).isEqualTo(405);
        assertThat(server.exists("AuditEvent/chosen")).isFalse();
    }

    @Test
    void code_that_binds_a_unit_of_work_is_told_with_its_sources() {
        Since before = server.now();
        Bundle bundle = Samples.transaction();
        Patient patient = Samples.patient("Unit");
        patient.setId("unit-patient");
        Observation observation = Samples.observation("Patient/unit-patient");
        observation.setId("unit-observation");
        Samples.put(bundle, patient);
        Samples.put(bundle, observation);
        SystemRequestDetails request = new SystemRequestDetails();
        inTransaction(request, () -> {
            UNIT.bindToTransaction();
            systemDao().transactionNested(request, bundle);
        });

        Provenance provenance = only(before.provenances());
        assertThat(targets(provenance))
                .containsExactlyInAnyOrder(
                        "Patient/unit-patient/_history/1", "Observation/unit-observation/_history/1");
        assertThat(provenance.getActivity().getCodingFirstRep().getCode()).isEqualTo("transform");
        assertThat(provenance.getPolicy().get(0).getValue()).isEqualTo("https://chartlift.org/maps|abc");
        assertThat(provenance.getEntity())
                .extracting(e -> e.getWhat().getIdentifier().getValue())
                .containsExactly(
                        UNIT.sources().get(0).logicalId(), UNIT.sources().get(1).logicalId());
        AuditEvent event = only(before.auditEvents());
        assertThat(event.getEntity())
                .extracting(e -> e.getWhat().getIdentifier().getValue())
                .contains("run-7", "request-7", UNIT.sources().get(0).logicalId());
        assertThat(event.getEntity())
                .extracting(e -> e.getWhat().getReference())
                .contains("Patient/unit-patient");
        assertThat(event.getAgent())
                .extracting(a -> a.getWho().getIdentifier().getValue())
                .contains("night-run");
        assertThat(UnitOfWork.current()).isEmpty();
    }

    @Test
    void code_that_writes_by_single_calls_in_one_transaction_leaves_one_evidence() {
        Since before = server.now();
        SystemRequestDetails request = new SystemRequestDetails();
        DaoRegistry daos = server.bean(DaoRegistry.class);
        inTransaction(request, () -> {
            Patient patient = Samples.patient("Single");
            patient.setId("single-patient");
            daos.getResourceDao(Patient.class).update(patient, request);
            daos.getResourceDao(Observation.class).create(Samples.observation("Patient/single-patient"), request);
        });
        assertThat(only(before.provenances()).getTarget()).hasSize(2);
        assertThat(before.auditEvents()).hasSize(1);
    }

    @Test
    void a_unit_that_is_not_validated_yet_is_validated_by_the_hook() {
        AllergyIntolerance allergy = Samples.allergyWithoutStatus("Patient/nobody");
        SystemRequestDetails request = new SystemRequestDetails();
        UnitOfWork unit = new UnitOfWork("", UNIT.sources(), "", "", "", "", false);
        assertThatThrownBy(() -> inTransaction(request, () -> {
                    unit.bindToTransaction();
                    server.bean(DaoRegistry.class)
                            .getResourceDao(AllergyIntolerance.class)
                            .create(allergy, request);
                }))
                .isInstanceOf(UnprocessableEntityException.class);
        assertThat(server.count("AllergyIntolerance")).isZero();
    }

    @Test
    void code_that_fails_after_writing_leaves_only_the_event_of_its_failure() {
        Since before = server.now();
        SystemRequestDetails request = new SystemRequestDetails();
        long patients = server.count("Patient");
        assertThatThrownBy(() -> inTransaction(request, () -> {
                    UNIT.bindToTransaction();
                    server.bean(DaoRegistry.class)
                            .getResourceDao(Patient.class)
                            .create(Samples.patient("Thrown"), request);
                    throw new IllegalArgumentException("the ledger failed");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(server.count("Patient")).isEqualTo(patients);
        assertThat(before.provenances()).isEmpty();
        AuditEvent event = only(before.auditEvents());
        assertThat(event.getOutcome()).isEqualTo(AuditEventOutcome._4);
        assertThat(event.getAgent())
                .extracting(a -> a.getWho().getIdentifier().getValue())
                .contains("night-run");
    }

    @Test
    void a_transaction_that_interrupts_another_has_evidence_of_its_own() {
        Since before = server.now();
        DaoRegistry daos = server.bean(DaoRegistry.class);
        TransactionTemplate outer = new TransactionTemplate(server.bean(PlatformTransactionManager.class));
        TransactionTemplate inner = new TransactionTemplate(server.bean(PlatformTransactionManager.class));
        inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        outer.executeWithoutResult(o -> {
            UNIT.bindToTransaction();
            daos.getResourceDao(Patient.class).create(Samples.patient("Outer"), new SystemRequestDetails());
            inner.executeWithoutResult(i -> {
                assertThat(UnitOfWork.current()).isEmpty();
                daos.getResourceDao(Patient.class).create(Samples.patient("Inner"), new SystemRequestDetails());
            });
            assertThat(UnitOfWork.current()).contains(UNIT);
            daos.getResourceDao(Patient.class).create(Samples.patient("Outer2"), new SystemRequestDetails());
        });
        assertThat(before.provenances()).extracting(p -> p.getTarget().size()).containsExactly(1, 2);
        assertThat(before.provenances()).extracting(Provenance::hasPolicy).containsExactly(false, true);
        assertThat(before.auditEvents()).hasSize(2);
    }

    @Test
    void more_failing_requests_than_connections_are_all_told() throws Exception {
        Since before = server.now();
        int requests = 3 * PlainServer.POOL_SIZE;
        TransactionTemplate template = new TransactionTemplate(server.bean(PlatformTransactionManager.class));
        ExecutorService pool = Executors.newFixedThreadPool(requests);
        try {
            CompletableFuture.allOf(IntStream.range(0, requests)
                            .mapToObj(i -> CompletableFuture.runAsync(
                                    () -> template.executeWithoutResult(status -> {
                                        server.bean(DaoRegistry.class)
                                                .getResourceDao(Patient.class)
                                                .create(Samples.patient("Many" + i), new SystemRequestDetails());
                                        status.setRollbackOnly();
                                    }),
                                    pool))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            pool.shutdown();
        }
        Awaitility.await().until(() -> before.auditEvents().size() == requests);
        assertThat(before.provenances()).isEmpty();
    }

    private static void inTransaction(SystemRequestDetails request, Runnable work) {
        server.bean(HapiTransactionService.class).withRequest(request).execute(work);
    }

    @SuppressWarnings("unchecked")
    private static IFhirSystemDao<Bundle, Meta> systemDao() {
        return server.bean(IFhirSystemDao.class);
    }

    private static HttpResponse<String> patch(String reference, String body) throws Exception {
        return server.send("PATCH", reference, body, "Content-Type", "application/json-patch+json");
    }

    private static String create(Resource resource) throws Exception {
        HttpResponse<String> response = server.send("POST", resource.fhirType(), resource);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return server.parse(resource.getClass(), response).getIdElement().getIdPart();
    }

    private static List<String> targets(Provenance provenance) {
        return provenance.getTarget().stream().map(t -> t.getReference()).toList();
    }

    private static <T> T only(List<T> all) {
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static String metaAdd() {
        return "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"meta\",\"valueMeta\":"
                + "{\"tag\":[{\"system\":\"urn:t\",\"code\":\"t\"}]}}]}";
    }

    private static String expunge(String what) {
        return "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"" + what + "\",\"valueBoolean\":true}]}";
    }

    private static String deleteExpunge(String url) {
        return "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"url\",\"valueString\":\"" + url + "\"}]}";
    }

    private static Binary report() {
        Binary report = new Binary().setContentType("application/x-ndjson");
        return report.setData(new byte[] {'{', '}'});
    }

    private static AuditEvent foreignEvent() {
        AuditEvent event = new AuditEvent();
        event.getType()
                .setSystem("http://terminology.hl7.org/CodeSystem/audit-event-type")
                .setCode("rest");
        event.setRecorded(new Date(0));
        event.addAgent().setRequestor(true).getWho().setDisplay("engine");
        event.getSource().getObserver().setDisplay("engine");
        return event;
    }
}
