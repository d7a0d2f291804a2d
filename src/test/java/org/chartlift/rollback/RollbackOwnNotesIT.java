package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.Map;
import java.util.TreeMap;
import org.chartlift.run.Migration.Answer;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/** What we write about charts for people is nobody's edit, keeps nothing on the server, and still names what it is about. */
class RollbackOwnNotesIT {
    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Operations operations = new Operations(server.base());
    private final LoadedCharts charts = new LoadedCharts(server);

    private Map<String, String> charts() {
        Map<String, String> state = new TreeMap<>(State.of(server));
        state.keySet().removeIf(r -> r.startsWith("List/") || r.startsWith("MeasureReport/"));
        return state;
    }

    private ListResource hold(String patient, String action) {
        Parameters asked = new Parameters()
                .addParameter("action", new CodeType(action))
                .addParameter("authority", new StringType("District court"))
                .addParameter("reason", new StringType("File 18"));
        Answer answer = operations.call(patient + "/$hold", asked);
        assertThat(answer.status()).isEqualTo(200);
        return FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource(ListResource.class, answer.response().body());
    }

    @Test
    void chartsThatWereDrawnForReviewOrHeldOnceGoBackAsAnyOther() {
        String system = "urn:it:rollback-own-lists";
        Map<String, String> before = charts();
        Parameters checkpoint = operations.checkpoint("before");
        String run = charts.run(system, "on1").reference("run");
        String patient = "Patient/"
                + server.written(Patient.class, system).get(0).getIdElement().getIdPart();
        Parameters review = new Parameters().addParameter("run", new Reference(run));
        review.addParameter().setName("sample").addPart().setName("n").setValue(new IntegerType(2));
        String sample = operations.call("$reconcile", review).reference("sample");
        hold(patient, "set");
        ListResource released = hold(patient, "release");

        Parameters done = operations.rollBack(Operations.to(checkpoint));

        assertThat(Operations.counts(done)).containsEntry("keep", 0).containsEntry("conflict", 0);
        assertThat(charts()).isEqualTo(before);
        assertThat(done.hasParameter("reverseDelta")).isFalse();
        ListResource drawn = server.client()
                .read()
                .resource(ListResource.class)
                .withUrl(sample)
                .execute();
        assertThat(drawn.getEntry()).singleElement().satisfies(e -> assertThat(
                        e.getItem().getIdentifier().getValue())
                .isEqualTo(patient));
        assertThat(released.getSubject().getIdentifier().getValue()).isEqualTo(patient);
        assertThat(released.getIdentifierFirstRep().getValue()).isEqualTo(patient);
    }

    /** Refuses one deletion. */
    private record Refusal(String reference) {
        @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED)
        public void beforeDelete(IBaseResource resource) {
            if (reference.equals(
                    resource.fhirType() + '/' + resource.getIdElement().getIdPart())) {
                throw new UnprocessableEntityException("not now");
            }
        }
    }

    @Test
    void theTaskOfAnEarlierRollbackDoesNotKeepWhatItIsAbout() {
        String system = "urn:it:rollback-own-tasks";
        Map<String, String> before = charts();
        Parameters checkpoint = operations.checkpoint("before");
        charts.run(system, "on2");
        String report = "DiagnosticReport/"
                + server.written(DiagnosticReport.class, system)
                        .get(0)
                        .getIdElement()
                        .getIdPart();
        Parameters to = Operations.to(checkpoint);
        Refusal refusal = new Refusal(report);
        server.bean(IInterceptorService.class).registerInterceptor(refusal);
        Parameters first;
        try {
            first = operations.rollBack(to);
        } finally {
            server.bean(IInterceptorService.class).unregisterInterceptor(refusal);
        }
        assertThat(Operations.counts(first)).containsEntry("conflict", 1);
        String task = Operations.reference(first, "conflict").getReference();
        assertThat(focus(task).getReference()).isEqualTo(report);

        Parameters second = operations.rollBack(to);

        assertThat(Operations.counts(second)).containsEntry("keep", 0).containsEntry("conflict", 0);
        assertThat(charts()).isEqualTo(before);
        assertThat(focus(task).hasReference()).isFalse();
        assertThat(focus(task).getIdentifier().getValue()).isEqualTo(report);
    }

    private Reference focus(String task) {
        return server.client()
                .read()
                .resource(Task.class)
                .withUrl(task)
                .execute()
                .getFocus();
    }
}
