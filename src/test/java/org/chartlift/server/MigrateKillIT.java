package org.chartlift.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.chartlift.run.Hl7;
import org.chartlift.run.Migration;
import org.chartlift.security.KeyFiles;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed in the middle of a run, with two workers, and asked again, against one that was left in peace, with one
 * worker: the same keys, the same extract, and nothing may tell the two databases apart.
 */
class MigrateKillIT {
    private static final int PATIENTS = 60;
    private static final String SYSTEM = "urn:it:kill";

    @TempDir
    private Path folder;

    @Test
    void aKilledRunEndsAsIfNothingHadHappenedOnceTheCallIsRepeated() throws Exception {
        Path extract = Files.createDirectory(folder.resolve("extract"));
        Files.writeString(extract.resolve("a.hl7"), extract());
        Path peaceful = data("peaceful");
        Path killed = data("killed");
        Files.copy(peaceful.resolve("keys/project.key"), killed.resolve("keys/project.key"));

        Map<String, Integer> expected;
        List<String> expectedRows;
        try (ServerProcess server = start(peaceful, "1", "peaceful.log")) {
            expected = new Migration(server.base()).call(call(extract)).counts();
            expectedRows = resources(peaceful);
        }
        killInTheMiddle(killed, extract);
        try (ServerProcess server = start(killed, "2", "again.log")) {
            assertThat(new Migration(server.base()).call(call(extract)).counts())
                    .isEqualTo(expected);
            assertThat(resources(killed)).isEqualTo(expectedRows);
            assertOneDispositionAndOneEvidenceEach(killed);
        }
    }

    private void killInTheMiddle(Path data, Path extract) throws Exception {
        ServerProcess server = start(data, "2", "killed.log");
        Migration migration = new Migration(server.base());
        assertThat(migration.call(call(extract), "Prefer", "respond-async").status())
                .isEqualTo(202);
        String settled = "select count(*) from chartlift.source_record where disposition is not null";
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofMinutes(5))
                .until(() -> number(data, settled) > 0);
        server.kill();
    }

    private ServerProcess start(Path data, String workers, String log) throws IOException {
        return new ServerProcess(
                data, folder.resolve(log), "--chartlift.sources.roots=" + folder, "--chartlift.workers=" + workers);
    }

    private Path data(String name) {
        Path data = folder.resolve(name);
        if (name.equals("peaceful")) {
            KeyFiles.open(data.resolve("keys")).projectKey();
        } else {
            KeyFiles.open(data.resolve("keys")).secret("database.password");
        }
        return data;
    }

    private static Parameters call(Path extract) {
        return Migration.path(SYSTEM, extract);
    }

    private static String extract() {
        StringBuilder text = new StringBuilder();
        for (int p = 0; p < PATIENTS; p++) {
            String mrn = "K" + p;
            text.append(Hl7.admit(mrn, "Family" + p, "20240301080000+0000"));
            for (int r = 0; r < 3; r++) {
                text.append(Hl7.result(mrn, "Family" + p, mrn + "-" + r, "9" + r, "2024030" + (r + 2) + "080000+0000"));
            }
            text.append(Hl7.update(mrn, "Married" + p, "20240309080000+0000"));
        }
        return text.append(Hl7.merge("K0", "K1", "Married0", "20240310080000+0000"))
                .append(Hl7.unknown("K2", "20240310080000+0000"))
                .toString();
    }

    private static List<String> resources(Path data) throws SQLException, IOException {
        return strings(
                data,
                """
                select w.resource_type || '/' || w.resource_id || '/' || w.version || ' ' || encode(w.hash_after, 'hex')
                from chartlift.write w where w.op <> 'unchanged' order by 1""");
    }

    private static void assertOneDispositionAndOneEvidenceEach(Path data) throws SQLException, IOException {
        assertThat(number(data, "select count(*) from chartlift.run")).isEqualTo(1);
        assertThat(number(data, "select count(*) from chartlift.source_record where disposition is null"))
                .isZero();
        assertThat(number(data, "select count(*) from hfj_resource where res_type = 'AuditEvent'"))
                .isPositive()
                .isEqualTo(number(data, "select count(*) from hfj_resource where res_type = 'Provenance'"));
        assertThat(
                        strings(
                                data,
                                """
                        select t.res_type || '/' || t.fhir_id || '/' || l.target_resource_version from hfj_res_link l
                        join hfj_resource t on t.res_id = l.target_resource_id
                        where l.source_resource_type = 'Provenance' and l.src_path = 'Provenance.target'
                        group by 1 having count(*) > 1"""))
                .isEmpty();
    }

    private static long number(Path data, String sql) throws SQLException, IOException {
        return Long.parseLong(strings(data, sql).get(0));
    }

    private static List<String> strings(Path data, String sql) throws SQLException, IOException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = ServerProcess.database(data).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rs = statement.executeQuery(sql)) {
            while (rs.next()) {
                rows.add(rs.getString(1));
            }
        }
        return rows;
    }
}
