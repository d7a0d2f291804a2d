package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.chartlift.run.Migration;
import org.chartlift.run.Migration.Answer;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What happens at the end of an execution, and just after it. */
class RollbackEndIT {
    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Operations operations = new Operations(server.base());
    private final LoadedCharts charts = new LoadedCharts(server);
    private final Migration calls = new Migration(server.base());
    private final JdbcTemplate jdbc = server.bean(JdbcTemplate.class);

    /** A transaction that writes, and commits when the rollback is over. */
    private <R extends Resource> void writeAcross(R resource, Parameters to) {
        @SuppressWarnings("unchecked")
        Class<R> type = (Class<R>) resource.getClass();
        IFhirResourceDao<R> dao = server.bean(DaoRegistry.class).getResourceDao(type);
        SystemRequestDetails request = new SystemRequestDetails();
        server.bean(IHapiTransactionService.class).withRequest(request).execute(() -> {
            dao.update(resource, request);
            assertThat(CompletableFuture.supplyAsync(() -> Operations.text(operations.rollBack(to), "state"))
                            .orTimeout(1, TimeUnit.MINUTES)
                            .join())
                    .isEqualTo("completed");
        });
    }

    @Test
    void whatBeganToReferBeforeTheEndAndCommitsBehindItIsRefused() {
        Map<String, String> before = State.of(server);
        Parameters to = charts.load("urn:it:rollback-end-clinical", "ya1");
        String patient = charts.reference("urn:it:rollback-end-clinical", "Patient");
        Observation note = new Observation().setStatus(Observation.ObservationStatus.FINAL);
        note.getCode().setText("seen");
        note.setSubject(new Reference(patient)).setValue(new StringType("well"));
        note.setEffective(new org.hl7.fhir.r4.model.DateTimeType("2024-04-01"));
        note.addPerformer().setDisplay("Dr Test");
        note.setId("rollback-end-note");

        assertThatThrownBy(() -> writeAcross(note, to)).isInstanceOf(ResourceVersionConflictException.class);

        assertThat(State.of(server)).isEqualTo(before);
    }

    @Test
    void soIsATaskAlone() {
        Parameters to = charts.load("urn:it:rollback-end-task", "yb1");
        Task task = new Task().setStatus(Task.TaskStatus.REQUESTED).setIntent(Task.TaskIntent.ORDER);
        task.setFor(new Reference(charts.reference("urn:it:rollback-end-task", "Patient")));
        task.setId("rollback-end-task");

        assertThatThrownBy(() -> writeAcross(task, to)).isInstanceOf(ResourceVersionConflictException.class);

        assertThat(calls.get("Task/rollback-end-task").status()).isEqualTo(404);
    }

    private void legalHold(String patient, String action) {
        Parameters asked = new Parameters()
                .addParameter("action", new CodeType(action))
                .addParameter("authority", new StringType("District court"))
                .addParameter("reason", new StringType("File 17"));
        assertThat(operations.call(patient + "/$hold", asked).status()).isEqualTo(200);
    }

    /** What goes after the one and before the other. */
    private String between(Parameters plan, String one, String other) {
        String task = Operations.reference(plan, "task").getReference();
        return jdbc.queryForObject(
                """
                select i.resource_type || '/' || i.resource_id from chartlift.rollback_item i
                join chartlift.rollback_item o on o.rollback = i.rollback and o.resource_type || '/' || o.resource_id = ?
                join chartlift.rollback_item p on p.rollback = i.rollback and p.resource_type || '/' || p.resource_id = ?
                where i.rollback = ? and i.stage > o.stage and i.stage < p.stage order by i.seq limit 1""",
                String.class,
                one,
                other,
                Long.parseLong(task.substring(task.lastIndexOf('-') + 1)));
    }

    @Test
    void whatIsNeededAgainAndCannotComeBackBecomesATask() throws Exception {
        String system = "urn:it:rollback-end-held";
        Parameters to = charts.load(system, "yc1");
        String patient = charts.reference(system, "Patient");
        String observation = charts.reference(system, "Observation");
        Parameters plan = operations.plan(to);
        Communication about = new Communication().setStatus(Communication.CommunicationStatus.COMPLETED);
        about.addAbout(new Reference(observation)).setId("rollback-end-about");
        CompletableFuture<Answer> answer;
        try (Connection late = charts.lock(between(plan, observation, patient));
                Connection early = charts.lock(observation)) {
            answer = CompletableFuture.supplyAsync(() -> operations.execute(to, plan));
            charts.awaitDeleted(charts.reference(system, "DiagnosticReport"));
            server.client().update().resource(about).execute();
            early.rollback();
            charts.awaitDeleted(observation);
            legalHold(patient, "set");
            late.rollback();
        }
        Parameters done = answer.join().parameters();

        assertThat(Operations.text(done, "state")).isEqualTo("completed");
        assertThat(Operations.counts(done).get("held")).isPositive();
        assertThat(calls.get(observation).status()).isEqualTo(410);
        Task conflict = server.client()
                .read()
                .resource(Task.class)
                .withUrl(Operations.reference(done, "conflict").getReference())
                .execute();
        assertThat(conflict.getFocus().getIdentifier().getValue()).isEqualTo(observation);
        assertThat(conflict.getFocus().getDisplay()).isEqualTo("deleted");

        legalHold(patient, "release");
        server.client()
                .delete()
                .resourceById("Communication", "rollback-end-about")
                .execute();
        assertThat(Operations.text(operations.rollBack(to), "state")).isEqualTo("completed");
        assertThat(calls.get(patient).status()).isEqualTo(410);
    }
}
