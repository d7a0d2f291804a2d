package org.chartlift.reconcile.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.reconcile.Reconciliation.part;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.apache.commons.io.FileUtils;
import org.chartlift.cli.sample.SampleHospital;
import org.chartlift.cli.sample.Settings;
import org.chartlift.run.Migration;
import org.chartlift.run.Migration.Answer;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code $reconcile} over HTTP, over a small sample hospital. */
class ReconcileIT {
    private static final String SYSTEM = Settings.SOURCE_SYSTEM;
    private static ChartliftTestServer server;
    private static Migration calls;
    private static IGenericClient client;
    private static JdbcTemplate jdbc;
    private static Path hospital;
    private static String run;

    @BeforeAll
    static void migrateTheHospital() throws IOException {
        server = ChartliftTestServer.shared();
        calls = new Migration(server.base());
        client = server.client();
        jdbc = server.bean(JdbcTemplate.class);
        hospital = server.sources().resolve("reconcile");
        SampleHospital.write(new Settings(12, 9_500, 11, LocalDate.of(2023, 1, 1), 12, 200), hospital);
        Answer loaded = calls.call(Migration.path(SYSTEM, hospital.resolve("extract")));
        run = loaded.reference("run");
    }

    @AfterAll
    static void clear() {
        FileUtils.deleteQuietly(hospital.toFile());
    }

    private static Parameters ofRun() {
        return new Parameters().addParameter("run", new Reference(run));
    }

    private static Parameters ofFiles() {
        return Migration.path(SYSTEM, hospital.resolve("extract"));
    }

    private static Answer reconcile(Parameters parameters, String... headers) {
        return calls.operation("$reconcile", parameters, headers);
    }

    private static String gate(Answer answer) {
        return answer.parameters().getParameter("gate").getValue().primitiveValue();
    }

    private static MeasureReport report(Answer answer) {
        return client.read()
                .resource(MeasureReport.class)
                .withUrl(answer.reference("report"))
                .execute();
    }

    /** Lines of failed checks, for messages of assertions. */
    private static String failed(Answer answer) {
        return binary(answer, "table")
                        .lines()
                        .filter(l -> l.contains(",Failed,") || l.contains(",Error,"))
                        .toList()
                + "\n" + binary(answer, "differences").lines().limit(20).toList();
    }

    private static String binary(Answer answer, String name) {
        Binary binary = client.read()
                .resource(Binary.class)
                .withUrl(answer.reference(name))
                .execute();
        return binary.getData() == null ? "" : new String(binary.getData(), StandardCharsets.UTF_8);
    }

    private static List<ParametersParameterComponent> parts(Answer answer, String name) {
        return answer.parameters().getParameter().stream()
                .filter(p -> p.getName().equals(name))
                .toList();
    }

    @Test
    void aCleanLoadPassesAndASecondComparisonSaysTheSame() {
        Answer first = reconcile(ofRun());
        Answer second = reconcile(ofRun());

        assertThat(gate(first)).as(failed(first)).isEqualTo("pass");
        assertThat(second.reference("report")).isNotEqualTo(first.reference("report"));
        assertThat(groups(report(second))).isEqualTo(groups(report(first)));
        assertThat(binary(second, "differences"))
                .isEqualTo(binary(first, "differences"))
                .isEmpty();
        assertThat(parts(first, "level"))
                .hasSizeGreaterThanOrEqualTo(7)
                .allSatisfy(level -> assertThat(part(level, "violated")).isEqualTo("0"));
        Task task = client.read()
                .resource(Task.class)
                .withUrl(first.reference("task"))
                .execute();
        assertThat(task.getStatus()).isEqualTo(Task.TaskStatus.COMPLETED);
        assertThat(binary(first, "page")).contains("Gate: pass");
    }

    private static List<String> groups(MeasureReport report) {
        return report.getGroup().stream()
                .map(g -> g.getCode().getCodingFirstRep().getCode()
                        + g.getPopulation().stream()
                                .map(p -> p.getCode().getCodingFirstRep().getCode() + p.getCount())
                                .toList())
                .toList();
    }

    @Test
    void filesAloneAreComparedWithWhatIsThere() {
        Parameters files = ofFiles();
        files.addParameter().setName("expected").addPart().setName("records").setValue(new IntegerType(1));

        Answer answer = reconcile(files);

        assertThat(binary(answer, "table"))
                .contains("counts,expected.total,A,Failed,1,1,")
                .contains("counts,batch.count,B,Passed")
                .contains("coverage,leaf.outcomes,A,Not applicable");
        assertThat(gate(answer)).isEqualTo("fail");
    }

    @Test
    void anInterruptedComparisonGoesOnWithWhatIsLeft() {
        Parameters some = ofRun().addParameter("level", new CodeType("keys"));
        Answer whole = reconcile(some);
        String task = whole.reference("task");
        long id = Long.parseLong(task.substring(task.lastIndexOf('-') + 1));
        jdbc.update("update chartlift.reconciliation set state = 'running', gate = null where id = ?", id);
        jdbc.update("update chartlift.reconciliation_part set state = 'comparing' where reconciliation = ?", id);
        jdbc.update("update chartlift.reconciliation_page set done = false where reconciliation = ? and page = 0", id);

        Answer again = reconcile(some);

        assertThat(again.reference("task")).isEqualTo(task);
        assertThat(groups(report(again))).isEqualTo(groups(report(whole)));
        assertThat(gate(again)).isEqualTo(gate(whole));
    }

    @Test
    void whatSomebodyChangedOrDeletedIsFoundAndRepaired() {
        String allergy = someOf("AllergyIntolerance");
        String observation = someOf("Observation");
        client.delete().resourceById(new org.hl7.fhir.r4.model.IdType(allergy)).execute();
        org.hl7.fhir.r4.model.Observation changed = client.read()
                .resource(org.hl7.fhir.r4.model.Observation.class)
                .withUrl(observation)
                .execute();
        changed.setStatus(
                changed.getStatus() == org.hl7.fhir.r4.model.Observation.ObservationStatus.AMENDED
                        ? org.hl7.fhir.r4.model.Observation.ObservationStatus.FINAL
                        : org.hl7.fhir.r4.model.Observation.ObservationStatus.AMENDED);
        client.update().resource(changed).execute();

        Answer proposed = reconcile(ofRun().addParameter("repair", new CodeType("propose")));
        Answer applied = reconcile(ofRun().addParameter("repair", new CodeType("apply")));

        assertThat(gate(proposed)).isEqualTo("fail");
        assertThat(binary(proposed, "differences")).contains("allergy.missing", observation);
        ParametersParameterComponent plan = parts(proposed, "repair").get(0);
        assertThat(plan.getPart()).isNotEmpty().allMatch(p -> p.getName().equals("record"));
        ParametersParameterComponent done = parts(applied, "repair").get(0);
        assertThat(gate(applied)).isEqualTo("fail");
        assertThat(part(done, "gate")).as(failedAfter(done)).isEqualTo("pass");
        assertThat(part(done, "run")).startsWith("Task/chartlift-run-");
        assertThat(client.read()
                        .resource(org.hl7.fhir.r4.model.AllergyIntolerance.class)
                        .withUrl(allergy)
                        .execute()
                        .hasCode())
                .isTrue();
        assertThat(gate(reconcile(ofRun()))).isEqualTo("pass");
    }

    private static String failedAfter(ParametersParameterComponent done) {
        Binary binary = client.read()
                .resource(Binary.class)
                .withUrl(part(done, "differences"))
                .execute();
        return binary.getData() == null ? "" : new String(binary.getData(), StandardCharsets.UTF_8);
    }

    private static String someOf(String type) {
        return type + "/"
                + Objects.requireNonNull(jdbc.queryForObject(
                        """
                        select w.resource_id from chartlift.write w join hfj_resource r on r.res_type = w.resource_type and r.fhir_id = w.resource_id
                        where w.run = ? and w.resource_type = ? and r.res_deleted_at is null order by 1 limit 1""",
                        String.class,
                        Long.parseLong(run.substring(run.lastIndexOf('-') + 1)),
                        type));
    }

    @Test
    void onlyThePatientsAndTypesThatAreAskedForAreCompared() {
        Answer all = reconcile(ofRun().addParameter("level", new CodeType("values")));
        Answer one = reconcile(ofRun().addParameter("level", new CodeType("values"))
                .addParameter("_type", new CodeType("Patient"))
                .addParameter("patient", new Reference(someOf("Patient"))));

        assertThat(compared(one)).isPositive().isLessThan(compared(all));
        assertThat(binary(one, "table")).contains("values,patient.").doesNotContain("values,allergy.");
        assertThat(binary(all, "table")).contains("values,patient.", "values,allergy.");
    }

    private static int compared(Answer answer) {
        return parts(answer, "records").stream()
                .filter(p -> part(p, "state").equals("compared"))
                .mapToInt(p -> Integer.parseInt(part(p, "count")))
                .sum();
    }

    @Test
    void theSampleForcesItsStrataAndSaysHowSureItIs() {
        Parameters sampled = ofRun().addParameter("level", new CodeType("counts"));
        ParametersParameterComponent sample = sampled.addParameter().setName("sample");
        sample.addPart().setName("n").setValue(new IntegerType(6));
        sample.addPart().setName("seed").setValue(new IntegerType(42));

        ListResource first = list(reconcile(sampled));
        ListResource second = list(reconcile(sampled));

        assertThat(first.getEntry()).hasSize(6);
        assertThat(items(second)).isEqualTo(items(first));
        assertThat(first.getNoteFirstRep().getText()).contains("seed 42", "95 % confidence", "hypergeometric");
        Patient drawn = client.read()
                .resource(Patient.class)
                .withUrl(items(first).get(0))
                .execute();
        assertThat(drawn.hasIdentifier()).isTrue();
    }

    private static ListResource list(Answer answer) {
        return client.read()
                .resource(ListResource.class)
                .withUrl(answer.reference("sample"))
                .execute();
    }

    private static List<String> items(ListResource list) {
        return list.getEntry().stream()
                .map(e -> e.getItem().getIdentifier().getValue())
                .toList();
    }

    @Test
    void aCallThatDoesNotWaitIsFollowedByItsStatus() throws InterruptedException {
        Answer begun = reconcile(ofRun().addParameter("level", new CodeType("counts")), "Prefer", "respond-async");
        Answer status = begun;
        if (begun.status() == 202) {
            String url = begun.header("Content-Location");
            status = calls.get(url);
            while (status.status() == 202) {
                assertThat(status.header("X-Progress")).contains("%");
                Thread.sleep(200);
                status = calls.get(url);
            }
        }

        assertThat(status.parameters().getParameter("gate")).isNotNull();
    }

    @Test
    void whatIsMalformedOrNotThereIsRefused() {
        assertThat(reconcile(new Parameters().addParameter("sauce", new StringType("x")))
                        .status())
                .isEqualTo(400);
        assertThat(reconcile(ofRun().addParameter("level", new CodeType("all-of-it")))
                        .status())
                .isEqualTo(400);
        assertThat(reconcile(new Parameters().addParameter("run", new Reference("Task/chartlift-run-999999")))
                        .status())
                .isEqualTo(404);
        assertThat(reconcile(ofFiles().addParameter("repair", new CodeType("apply")))
                        .status())
                .isEqualTo(422);
        Parameters upload = new Parameters();
        upload.addParameter()
                .setName("source")
                .addPart()
                .setName("content")
                .setValue(new Base64BinaryType("MSH".getBytes(StandardCharsets.UTF_8)));
        assertThat(reconcile(upload).status()).isEqualTo(400);
        assertThat(reconcile(ofRun().addParameter("values", new BooleanType(true)))
                        .status())
                .isEqualTo(403);
    }
}
