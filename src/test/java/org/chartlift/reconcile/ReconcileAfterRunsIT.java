package org.chartlift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.chartlift.cli.sample.SampleHospital;
import org.chartlift.cli.sample.Settings;
import org.chartlift.reconcile.Reconciliation.Found;
import org.chartlift.run.Hl7;
import org.chartlift.run.Migration;
import org.chartlift.run.Migration.Answer;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code $reconcile} behind each kind of run: a load, the same load again, a retry of what was quarantined, a delta. */
class ReconcileAfterRunsIT {
    private static final String SITE_MAP =
            """
            message: SITE_Z98
            for: ["QRY^Z99"]
            grammar: >
              MSH [EVN] PID
            """;
    private static final String WRONG_RULE =
            """
            overlay: PID-Patient
            author: Test
            reason: a site that mistakes the sex for the marital status
            rules:
              - {id: itwrong, from: PID-8, to: maritalStatus.text, when: "PID-3.1 = 'dr2'"}
            """;

    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Migration migration = new Migration(server.base());
    private final Reconciliation reconciliation = new Reconciliation(server.base());

    private Found compare(Answer run) {
        return reconciliation.compare(Reconciliation.ofRun(run.reference("run")));
    }

    private static void assertPasses(Found found, Map<String, Integer> records) {
        assertThat(found.gate()).as(found.trouble()).isEqualTo("pass");
        assertThat(found.violated()).isEmpty();
        assertThat(found.records()).isEqualTo(records);
        assertThat(found.checked().keySet())
                .contains("counts", "keys", "values", "relations", "attribution", "coverage", "invariants");
    }

    @Test
    void theSampleHospitalPassesOnceItIsLoadedAndAgainWhenItIsSentTwice() throws IOException {
        String system = "urn:it:reconcile-sample";
        Path hospital = server.sources().resolve("reconcile-after-runs");
        SampleHospital.write(new Settings(5, 31_000, 5, LocalDate.of(2023, 1, 1), 6, 500), hospital);
        Path extract = hospital.resolve("extract");
        try {
            Answer load = migration.call(Migration.path(system, extract));
            int quarantined = load.counts().getOrDefault("quarantined", 0);
            Map<String, Integer> records =
                    Map.of("compared", records(system) - quarantined, "quarantined", quarantined);
            Found first = compare(load);
            assertPasses(first, records);
            assertThat(first.checked()).containsKey("temporal");

            Answer again = migration.call(Migration.path(system, extract));
            assertThat(again.counts()).containsKey("unchanged").doesNotContainKeys("created", "updated", "merged");
            Found second = compare(again);
            assertPasses(second, records);
            assertThat(second.checked().get("values")).isEqualTo(first.checked().get("values"));
            assertPasses(reconciliation.compare(Migration.path(system, extract)), records);
        } finally {
            FileUtils.deleteQuietly(hospital.toFile());
        }
    }

    /** Records that the sender sent, of those with the same bytes one. */
    private int records(String system) {
        Integer n = server.bean(JdbcTemplate.class)
                .queryForObject(
                        """
                        select count(distinct s.sha256) from chartlift.source_record s join chartlift.run r on r.id = s.run
                        join chartlift.source_system y on y.id = r.source_system where y.uri = ?""",
                        Integer.class,
                        system);
        return n == null ? 0 : n;
    }

    /** HL7 v2.8.2 section 2.14.9.2: escape character and subcomponent separator are the same, so that its kind, too, is not sure. */
    @Test
    void whatIsQuarantinedForItsHeaderHasNoKindAndIsNoDifference() throws IOException {
        String system = "urn:it:reconcile-delimiters";
        String unsure = Hl7.admit("rd2", "Zimmer", "20240301080000+0000")
                .replace("|^~\\&|", "|^~\\\\&|")
                .replace("|CHART|", "|CH\\T\\ART|");
        Answer load =
                migration.call(Migration.content(system, Hl7.admit("rd1", "Zimmer", "20240301080000+0000"), unsure));
        assertThat(load.counts()).containsEntry("quarantined", 1);

        assertPasses(compare(load), Map.of("compared", 1, "quarantined", 1));
    }

    @Test
    void whatIsQuarantinedIsCountedAsSuchAndComparedOnceARetryLoadedIt() throws IOException {
        String system = "urn:it:reconcile-retry";
        Answer load = migration.call(Migration.content(
                system, Hl7.admit("rr1", "Zimmer", "20240301080000+0000"), Hl7.unknown("rr2", "20240301090000+0000")));

        Found before = compare(load);
        assertThat(before.gate()).as(before.trouble()).isEqualTo("pass");
        assertThat(before.records()).isEqualTo(Map.of("compared", 1, "quarantined", 1));
        assertThat(before.check("leaf.outcomes"))
                .startsWith("coverage,leaf.outcomes,A,Passed,1,0,")
                .contains("left out: kind 'QRY^Z99'", "1 of its 1 records were quarantined");

        Answer retry = retry(system);
        Found after = compare(retry);
        assertPasses(after, Map.of("compared", 1));
        assertThat(after.check("leaf.outcomes"))
                .startsWith("coverage,leaf.outcomes,A,Passed,1,0,")
                .endsWith(",");
        assertPasses(reconciliation.compare(Migration.of(system)), Map.of("compared", 2));

        rename(system, "Unknown");
        Found changed = compare(retry);
        assertThat(changed.gate()).isEqualTo("fail");
        assertThat(changed.differences()).contains("patient.name");
    }

    private Answer retry(String system) throws IOException {
        Path overlay = Files.writeString(server.maps().resolve("reconcile-z99.yaml"), SITE_MAP);
        try {
            Answer retry = migration.call(Migration.mode(Migration.of(system), "retry"));
            assertThat(retry.counts()).isEqualTo(Map.of("read", 1, "created", 1));
            return retry;
        } finally {
            Files.delete(overlay);
        }
    }

    private void rename(String system, String family) {
        Patient patient = server.written(Patient.class, system).stream()
                .filter(p -> p.getNameFirstRep().getFamily().equals(family))
                .findFirst()
                .orElseThrow();
        patient.getNameFirstRep().setFamily("Wrong");
        server.client().update().resource(patient).execute();
    }

    @Test
    void aWrongRuleIsFoundAndTheDeltaThatTakesItBackAndLoadsWhatIsNewPasses() throws IOException {
        String system = "urn:it:reconcile-delta";
        String[] known = {
            Hl7.admit("dr1", "Adams", "20240301080000+0000"),
            Hl7.result("dr1", "Adams", "DRO1", "95", "20240301090000+0000"),
            Hl7.admit("dr2", "Brown", "20240303080000+0000"),
        };
        Path overlay = Files.writeString(server.maps().resolve("reconcile-delta.yaml"), WRONG_RULE);
        try {
            Found wrong = compare(migration.call(Migration.content(system, known)));
            assertThat(wrong.gate()).isEqualTo("fail");
            assertThat(wrong.records()).isEqualTo(Map.of("compared", 3));
            assertThat(wrong.check("patient.maritalStatus")).contains(",Failed,");
        } finally {
            Files.delete(overlay);
        }
        String added = Hl7.result("dr2", "Brown", "DRO2", "101", "20240304090000+0000");
        Answer delta =
                migration.call(Migration.mode(Migration.content(system, known[0], known[1], known[2], added), "delta"));
        assertThat(delta.counts()).containsEntry("read", 4).containsEntry("unchanged", 2);

        assertPasses(compare(delta), Map.of("compared", 4));
        assertPasses(reconciliation.compare(Migration.of(system)), Map.of("compared", 4));
    }
}
