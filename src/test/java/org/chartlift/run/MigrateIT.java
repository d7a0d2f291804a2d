package org.chartlift.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.run.Hl7.admit;
import static org.chartlift.run.Hl7.merge;
import static org.chartlift.run.Hl7.result;
import static org.chartlift.run.Hl7.unknown;
import static org.chartlift.run.Hl7.update;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.chartlift.ledger.ScopeLock;
import org.chartlift.run.Migration.Answer;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Every test is a source system of its own, so that the shared server's other tests do not matter. */
class MigrateIT {
    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Migration migration = new Migration(server.base());
    private final JdbcTemplate jdbc = server.bean(JdbcTemplate.class);

    private static final String[] SMALL = {
        admit("1", "Adams", "20240301080000+0000"),
        result("1", "Adams", "O1", "95", "20240301090000+0000"),
        update("1", "Adamson", "20240302080000+0000"),
        admit("2", "Brown", "20240303080000+0000"),
        result("2", "Brown", "O2", "101", "20240303090000+0000"),
    };

    private long evidence(String type) {
        return count("select count(*) from hfj_resource where res_type = ?", type);
    }

    private long count(String sql, Object... args) {
        Long n = jdbc.queryForObject(sql, Long.class, args);
        return n == null ? 0 : n;
    }

    private List<String> resources(String sourceSystem) {
        return jdbc.queryForList(
                """
                select distinct w.resource_type || '/' || w.resource_id || '/' || r.res_ver
                from chartlift.write w join chartlift.run n on n.id = w.run join chartlift.source_system s on s.id = n.source_system
                join hfj_resource r on r.res_type = w.resource_type and r.fhir_id = w.resource_id where s.uri = ? order by 1""",
                String.class,
                sourceSystem);
    }

    @Test
    void anExtractLandsAndEveryRecordIsAccountedFor() {
        long audits = evidence("AuditEvent");
        long provenances = evidence("Provenance");

        Answer answer = migration.call(Migration.content("urn:it:lands", SMALL));

        assertThat(answer.counts()).isEqualTo(Map.of("read", 5, "created", 4, "updated", 1));
        long units = evidence("AuditEvent") - audits;
        assertThat(units).isPositive().isEqualTo(evidence("Provenance") - provenances);
        assertThat(migration.get(answer.reference("run")).response().body()).contains("\"status\":\"completed\"");
        assertThat(migration.report(answer))
                .noneMatch(line -> line.path("disposition").asText().equals("quarantined"));
        assertThat(resources("urn:it:lands"))
                .anyMatch(r -> r.startsWith("Patient/"))
                .allMatch(r -> r.endsWith("/1"));
    }

    @Test
    void theSameExtractAgainWritesNothing() {
        migration.call(Migration.content("urn:it:again", SMALL)).parameters();
        List<String> before = resources("urn:it:again");
        long audits = evidence("AuditEvent");

        Answer again = migration.call(Migration.content("urn:it:again", SMALL));

        assertThat(again.counts()).isEqualTo(Map.of("read", 5, "unchanged", 5));
        assertThat(resources("urn:it:again")).isEqualTo(before);
        assertThat(evidence("AuditEvent")).isEqualTo(audits);
    }

    /** Forgetting that the records were applied makes the loader convert and compare them all. */
    @Test
    void recordsThatAreConvertedAgainHashAsTheyAreStored() {
        String system = "urn:it:hashes";
        migration.call(Migration.content(system, SMALL)).parameters();
        List<String> before = resources(system);
        jdbc.update(
                "delete from chartlift.applied where source_system = (select id from chartlift.source_system where uri = ?)",
                system);

        Answer again = migration.call(Migration.content(system, SMALL));

        assertThat(again.counts()).isEqualTo(Map.of("read", 5, "unchanged", 5));
        assertThat(resources(system)).isEqualTo(before);
        assertThat(again.parameters().getParameter().stream()
                        .filter(p -> p.getName().equals("resource"))
                        .flatMap(p -> p.getPart().stream())
                        .filter(p -> List.of("created", "updated").contains(p.getName()))
                        .map(p -> p.getValue().primitiveValue()))
                .containsOnly("0");
    }

    @Test
    void theSameBytesTwiceInOneExtractAreOneRecordAndItsDuplicate() {
        String message = admit("1", "Clark", "20240301080000+0000");

        Answer answer = migration.call(Migration.content("urn:it:duplicate", message, message));

        assertThat(answer.counts()).isEqualTo(Map.of("read", 2, "created", 1, "unchanged", 1));
        assertThat(migration.report(answer))
                .anyMatch(line -> line.path("reason").asText().startsWith("duplicate-of "));
    }

    @Test
    void aMergeLinksTheTwoPatientsAndMovesWhatWasStoredOfTheOne() {
        String system = "urn:it:merge";
        migration
                .call(Migration.content(
                        system,
                        admit("10", "Davis", "20240301080000+0000"),
                        admit("11", "Davies", "20240301080000+0000"),
                        result("11", "Davies", "O9", "99", "20240301090000+0000")))
                .parameters();

        Answer merged = migration.call(Migration.content(system, merge("10", "11", "Davis", "20240305080000+0000")));

        assertThat(merged.counts()).isEqualTo(Map.of("read", 1, "merged", 1));
        List<String> patients = jdbc.queryForList(
                """
                select distinct t.fhir_id from hfj_res_link l join hfj_resource s on s.res_id = l.src_resource_id
                join hfj_resource t on t.res_id = l.target_resource_id join chartlift.write w on w.resource_type = s.res_type
                and w.resource_id = s.fhir_id join chartlift.run n on n.id = w.run
                join chartlift.source_system y on y.id = n.source_system
                where y.uri = ? and s.res_type = 'Observation' and t.res_type = 'Patient'""",
                String.class,
                system);
        assertThat(patients).hasSize(1);
        assertThat(migration.get("Patient/" + patients.get(0)).response().body())
                .contains("\"replaces\"");
        assertThat(count(
                        """
                        select count(*) from chartlift.write w join chartlift.run n on n.id = w.run
                        join chartlift.source_system y on y.id = n.source_system where y.uri = ? and w.op = 'repointed'""",
                        system))
                .isPositive();
    }

    @Test
    void aRecordThatCannotBeLoadedIsKeptWithATaskAndTheOthersLoad() {
        Answer answer = migration.call(Migration.content(
                "urn:it:quarantine",
                admit("1", "Evans", "20240301080000+0000"),
                unknown("1", "20240301090000+0000"),
                result("1", "Evans", "O1", "95", "20240301100000+0000")));

        assertThat(answer.counts()).isEqualTo(Map.of("read", 3, "created", 2, "quarantined", 1));
        List<JsonNode> report = migration.report(answer);
        assertThat(report)
                .filteredOn(line -> line.path("disposition").asText().equals("quarantined"))
                .singleElement()
                .satisfies(line -> assertThat(line.path("reason").asText()).contains("no-message-map"));
        Map<String, Object> entry = jdbc.queryForMap(
                """
                select q.task, q.state, (select sum(length(payload)) from chartlift.raw_source r where r.sha256 = q.sha256) as kept
                from chartlift.quarantine q join chartlift.source_system s on s.id = q.source_system where s.uri = ?""",
                "urn:it:quarantine");
        assertThat(entry).containsEntry("state", "open");
        assertThat((Number) entry.get("kept"))
                .satisfies(n -> assertThat(n.longValue()).isPositive());
        assertThat(migration.get("Task/" + entry.get("task")).response().body())
                .contains("\"failed\"", "no-message-map", answer.reference("run"))
                .doesNotContain("Evans", "Unknown^");
    }

    @Test
    void aRetryTakesOnlyWhatStandsInQuarantine() {
        String system = "urn:it:retry";
        migration
                .call(Migration.content(
                        system, admit("1", "Foster", "20240301080000+0000"), unknown("1", "20240301090000+0000")))
                .parameters();

        Answer retry = migration.call(Migration.mode(Migration.of(system), "retry"));

        assertThat(retry.counts()).isEqualTo(Map.of("read", 1, "quarantined", 1));
    }

    @Test
    void aRehearsalWritesNothingClinical() {
        long audits = evidence("AuditEvent");

        Answer answer = migration.call(Migration.mode(Migration.content("urn:it:validate", SMALL), "validate"));

        assertThat(answer.counts()).isEqualTo(Map.of("read", 5, "created", 4, "updated", 1));
        assertThat(evidence("AuditEvent")).isEqualTo(audits);
        assertThat(resources("urn:it:validate")).isEmpty();
    }

    @Test
    void aRequestIdMakesARepeatHarmlessAndNamesOneRequestOnly() {
        Parameters first = Migration.content("urn:it:request", SMALL);
        first.addParameter("requestId", new StringType("it-request-1"));
        Answer once = migration.call(first);
        Answer twice = migration.call(first);
        Parameters other = Migration.content("urn:it:request", SMALL[0]);
        other.addParameter("requestId", new StringType("it-request-1"));

        assertThat(twice.response().body()).isEqualTo(once.response().body());
        assertThat(migration.call(other).status()).isEqualTo(409);
    }

    @Test
    void aCallThatDoesNotWaitIsPolled() {
        Answer begun = migration.call(Migration.content("urn:it:async", SMALL), "Prefer", "respond-async");

        assertThat(begun.status()).isEqualTo(202);
        Answer end = Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> migration.get(begun.header("Content-Location")), a -> a.status() != 202);
        assertThat(end.counts()).containsEntry("read", 5);
        assertThat(migration.get("$migrate-status?_run=999999").status()).isEqualTo(404);
        assertThat(migration.delete(begun.header("Content-Location")).status()).isEqualTo(404);
    }

    @Test
    void codesThatNoVocabularyKnowsAreListedByFrequencyAndNamesAreNot() {
        String[] messages = new String[7];
        for (int i = 0; i < messages.length; i++) {
            String sex = i < 5 ? "XQ" : "Miller";
            messages[i] = update("" + i, "Noble", "20240301080000+0000").replace("|19700102|F", "|19700102|" + sex);
        }

        Answer answer = migration.call(Migration.content("urn:it:unmapped", messages));

        assertThat(answer.parameters().getParameter().stream()
                        .filter(p -> p.getName().equals("unmappedCode"))
                        .map(p -> p.getPart().stream()
                                .filter(part -> !part.getName().equals("system"))
                                .map(part -> part.getValue().primitiveValue())
                                .toList()))
                .startsWith(List.of("AdministrativeSex", "XQ", "5"))
                .contains(List.of("AdministrativeSex", "(6 characters)", "2"));
        assertThat(migration.report(answer))
                .anyMatch(
                        line -> line.path("unmappedCode").path("code").asText().equals("XQ"));
        assertThat(answer.response().body()).doesNotContain("Miller");
    }

    @Test
    void malformedCallsAreRefusedWithAnOutcome() throws IOException {
        Path outside = Files.createTempFile("outside", ".hl7");
        try {
            assertThat(migration.call(new Parameters()).status()).isEqualTo(400);
            assertThat(migration.call(Migration.of("urn:it:bad")).status()).isEqualTo(400);
            assertThat(migration
                            .call(Migration.mode(Migration.content("urn:it:bad", "x"), "rehearse"))
                            .status())
                    .isEqualTo(400);
            assertThat(migration.call(Migration.path("urn:it:bad", "../x")).status())
                    .isEqualTo(400);
            Answer refused = migration.call(Migration.path("urn:it:bad", outside));
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.response().body()).contains("OperationOutcome");
        } finally {
            Files.delete(outside);
        }
    }

    @Test
    void aFolderIsReadFileByFileAndWhatIsNoHl7IsExcluded() throws IOException {
        Path folder = Files.createDirectory(server.sources().resolve("folder"));
        Files.writeString(folder.resolve("a.hl7"), SMALL[0] + SMALL[1]);
        Files.writeString(folder.resolve("b.txt"), "Dear colleague");

        Answer answer = migration.call(Migration.path("urn:it:folder", folder));

        assertThat(answer.counts()).isEqualTo(Map.of("read", 3, "created", 2, "excluded", 1));
    }

    @Test
    void aSecondRunOfTheSameSourceSystemIsRefused() {
        try (ScopeLock lock =
                ScopeLock.tryLock(server.bean(DataSource.class), "urn:it:busy").orElseThrow()) {
            assertThat(migration
                            .call(Migration.content("urn:it:busy", SMALL[0]))
                            .status())
                    .isEqualTo(409);
        }
        assertThat(migration.call(Migration.content("urn:it:busy", SMALL[0])).counts())
                .containsEntry("created", 1);
    }

    @Test
    void aRunThatIsToStopAtTheFirstBadRecordStillAccountsForAll() {
        Parameters stopping = Migration.content(
                "urn:it:stop", unknown("1", "20240301080000+0000"), admit("1", "Green", "20240301090000+0000"));
        stopping.addParameter("onError", new StringType("stop"));

        Answer answer = migration.call(stopping);

        assertThat(answer.counts()).isEqualTo(Map.of("read", 2, "quarantined", 1, "excluded", 1));
        assertThat(migration.get(answer.reference("run")).response().body()).contains("\"failed\"", "stopped-at");
    }
}
