package org.chartlift.interceptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.chartlift.audit.UnitOfWork;
import org.chartlift.interceptor.RunningServer.Since;
import org.chartlift.interceptor.hold.Holds;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Legal holds on a plain HAPI JPA server, with nothing of ours but the plugin. */
class LegalHoldIT {
    private static final UnitOfWork UNIT = new UnitOfWork("run-9", List.of(), "", "night-run", "request-9", "", true);

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.shared();
    }

    private static HttpResponse<String> hold(String subject, String action) throws IOException, InterruptedException {
        Parameters parameters = new Parameters();
        parameters.addParameter("action", new CodeType(action));
        parameters.addParameter("authority", new StringType("District court"));
        parameters.addParameter("reason", new StringType("File 17"));
        return server.send("POST", subject + "/$hold", parameters);
    }

    private static String create(Resource resource) throws IOException, InterruptedException {
        HttpResponse<String> response = server.send("POST", resource.fhirType(), resource);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return resource.fhirType() + "/"
                + server.parse(resource.getClass().asSubclass(Resource.class), response)
                        .getIdElement()
                        .getIdPart();
    }

    private static String observation(String patient) throws IOException, InterruptedException {
        Observation observation = new Observation().setStatus(Observation.ObservationStatus.FINAL);
        observation.getCode().setText("Note");
        observation.setSubject(new Reference(patient)).setValue(new StringType("x"));
        return create(observation);
    }

    private static void update(Resource resource) {
        DaoRegistry daos = server.bean(DaoRegistry.class);
        SystemRequestDetails request = new SystemRequestDetails();
        server.bean(IHapiTransactionService.class).withRequest(request).execute(() -> {
            UNIT.bindToTransaction();
            daos.getResourceDao(Patient.class).update((Patient) resource, request);
        });
    }

    private static void isLocked(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(423);
        assertThat(server.outcome(response).getIssueFirstRep().getCode()).isEqualTo(IssueType.LOCKERROR);
    }

    @Test
    void theRecordOfSomebodyWhoIsHeldIsNotDeletedUntilItIsReleasedAndCareGoesOn() throws Exception {
        String patient = create(Samples.patient("Held"));
        String note = observation(patient);
        Since before = server.now();

        HttpResponse<String> set = hold(patient, "set");
        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        ListResource list = server.parse(ListResource.class, set);
        assertThat(list.getStatus()).isEqualTo(ListResource.ListStatus.CURRENT);
        assertThat(list.getNoteFirstRep().getText()).isEqualTo("set: File 17");
        Patient labelled = server.parse(Patient.class, server.send("GET", patient, ""));
        assertThat(labelled.getMeta().getSecurity(Holds.SYSTEM, Holds.CODE)).isNotNull();
        assertThat(before.auditEvents()).as("setting a hold is audited").isNotEmpty();
        assertThat(server.bean(Holds.class).heldPatients()).contains(patient);

        String gone = observation(patient);
        hold(patient, "release");
        assertThat(server.send("DELETE", gone, "").statusCode()).isEqualTo(200);
        hold(patient, "set");
        String stranger = create(Samples.patient("Stranger"));
        String foreign = observation(stranger);
        assertThat(server.bean(Holds.class)
                        .heldResources(List.of(patient, note, gone, stranger, foreign, "Observation/never")))
                .containsExactlyInAnyOrder(patient, note, gone);

        Since then = server.now();
        isLocked(server.send("DELETE", note, ""));
        assertThat(then.auditEvents())
                .anySatisfy(event -> assertThat(event.getOutcome()).isEqualTo(AuditEventOutcome._4));
        assertThat(server.exists(note)).isTrue();

        labelled.setActive(false);
        assertThat(server.send("PUT", patient, labelled).statusCode()).isEqualTo(200);
        Patient changed = server.parse(Patient.class, server.send("GET", patient, ""));
        assertThat(changed.getMeta().getSecurity(Holds.SYSTEM, Holds.CODE)).isNotNull();
        observation(patient);

        changed.setActive(true);
        assertThatThrownBy(() -> update(changed))
                .isInstanceOfSatisfying(BaseServerResponseException.class, e -> assertThat(e.getStatusCode())
                        .isEqualTo(423));

        assertThat(hold(patient, "release").statusCode()).isEqualTo(200);
        Patient released = server.parse(Patient.class, server.send("GET", patient, ""));
        assertThat(released.getMeta().getSecurity(Holds.SYSTEM, Holds.CODE)).isNull();
        update(released.setActive(true));
        assertThat(server.send("DELETE", note, "").statusCode()).isEqualTo(200);
        assertThat(hold(patient, "release").statusCode()).isEqualTo(409);
        isExpungedOnlyWhenNobodyIsHeld(note);
    }

    private static void isExpungedOnlyWhenNobodyIsHeld(String deleted) throws Exception {
        String patient = create(Samples.patient("Held-4"));
        Patient changed = server.parse(Patient.class, server.send("GET", patient, ""));
        assertThat(server.send("PUT", patient, changed.setActive(false)).statusCode())
                .isEqualTo(200);
        hold(patient, "set");
        Parameters all = new Parameters();
        all.addParameter("expungeDeletedResources", new org.hl7.fhir.r4.model.BooleanType(true));
        isLocked(server.send("POST", patient + "/$expunge", oldVersions()));
        Parameters search = new Parameters();
        search.addParameter("url", new StringType("Observation?code=none"));
        isLocked(server.send("POST", "$delete-expunge", search));
        assertThat(server.send("POST", deleted + "/$expunge", all).statusCode())
                .as("of somebody who is not held")
                .isNotEqualTo(423);
        hold(patient, "release");
    }

    private static Parameters oldVersions() {
        Parameters old = new Parameters();
        old.addParameter("expungePreviousVersions", new org.hl7.fhir.r4.model.BooleanType(true));
        return old;
    }

    @Test
    void aGroupHoldsItsMembersAndWhomAnotherHoldNamesStaysHeld() throws Exception {
        String one = create(Samples.patient("Held-1"));
        String other = create(Samples.patient("Held-2"));
        Group group = new Group().setType(Group.GroupType.PERSON).setActual(true);
        group.addMember().setEntity(new Reference(one));
        group.addMember().setEntity(new Reference(other));
        String held = create(group);

        assertThat(hold(held, "set").statusCode()).isEqualTo(200);
        assertThat(hold(one, "set").statusCode()).isEqualTo(200);
        Holds holds = server.bean(Holds.class);
        assertThat(holds.heldAmong(Set.of(one, other, "Patient/none"))).containsExactlyInAnyOrder(one, other);

        assertThat(hold(held, "release").statusCode()).isEqualTo(200);
        assertThat(holds.heldAmong(Set.of(one, other))).containsExactly(one);
        assertThat(server.parse(Patient.class, server.send("GET", one, ""))
                        .getMeta()
                        .getSecurity(Holds.SYSTEM, Holds.CODE))
                .isNotNull();
        assertThat(hold(one, "release").statusCode()).isEqualTo(200);
    }

    @Test
    void theContentOfADocumentIsHeldWithIt() throws Exception {
        String patient = create(Samples.patient("Held-3"));
        String binary = create(new Binary().setContentType("text/plain").setData(new byte[] {65}));
        DocumentReference document =
                new DocumentReference().setStatus(org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus.CURRENT);
        document.setSubject(new Reference(patient));
        document.addContent().getAttachment().setContentType("text/plain").setUrl(binary);
        create(document);
        hold(patient, "set");
        isLocked(server.send("DELETE", binary, ""));
        hold(patient, "release");
        assertThat(server.send("DELETE", binary, "").statusCode()).isEqualTo(200);
    }

    @Test
    void theListOfAHoldChangesByTheOperationAlone() throws Exception {
        String patient = create(Samples.patient("Held-5"));
        ListResource list = server.parse(ListResource.class, hold(patient, "set"));
        String reference = "List/" + list.getIdElement().getIdPart();
        list.getEntry().clear();
        assertThat(server.send("PUT", reference, list).statusCode()).isEqualTo(403);
        assertThat(server.send("DELETE", reference, "").statusCode()).isEqualTo(403);
        list.setId("legal-hold-of-my-own");
        assertThat(server.send("PUT", "List/legal-hold-of-my-own", list).statusCode())
                .isEqualTo(403);
        assertThat(server.bean(Holds.class).heldPatients()).contains(patient);
        hold(patient, "release");
    }

    @Test
    void aReleasedHoldKeepsNothingOnTheServerAndStillSaysWhomItHeld() throws Exception {
        String patient = create(Samples.patient("Held-7"));
        hold(patient, "set");
        Since before = server.now();

        ListResource released = server.parse(ListResource.class, hold(patient, "release"));

        assertThat(before.auditEvents()).anySatisfy(event -> assertThat(event.getEntity())
                .anySatisfy(e -> assertThat(e.getWhat().getReference()).startsWith(patient)));
        assertThat(server.send("DELETE", patient, "").statusCode()).isEqualTo(200);
        assertThat(released.getSubject().hasReference()).isFalse();
        assertThat(released.getSubject().getIdentifier().getValue()).isEqualTo(patient);
        assertThat(server.send("GET", "List?identifier=" + patient, "").body())
                .contains(released.getIdElement().getIdPart());
    }

    @Test
    void whatIsAskedWronglyIsSaid() throws Exception {
        assertThat(hold("Patient/nobody", "set").statusCode()).isEqualTo(404);
        String patient = create(Samples.patient("Held-6"));
        assertThat(hold(patient, "keep").statusCode()).isEqualTo(400);
        assertThat(server.send("POST", patient + "/$hold", new Parameters()).statusCode())
                .isEqualTo(400);
        assertThat(hold(patient, "release").statusCode()).isEqualTo(409);
    }
}
