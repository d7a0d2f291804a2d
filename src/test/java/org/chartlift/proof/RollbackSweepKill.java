package org.chartlift.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.chartlift.run.Hl7;
import org.chartlift.run.Migration;
import org.chartlift.security.KeyFiles;
import org.chartlift.server.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A server is killed while a rollback brings back what somebody began to refer to, when all its units are through. Asked again, the rollback ends as if nothing had
 * happened. Two connections queue for the row that is to come back: the one lets the unit wait until somebody refers to it, the other the sweep until the server is
 * killed.
 */
class RollbackSweepKill {
    private static final String SYSTEM = "urn:it:rollback-sweep-kill";

    @TempDir
    private Path folder;

    private Path data;
    private JdbcTemplate jdbc;

    @Test
    void whatIsReferredToComesBackThoughTheServerIsKilledWhileItLooks() throws Exception {
        data = folder.resolve("data");
        KeyFiles.open(data.resolve("keys")).secret("database.password");
        ServerProcess server = start("killed.log");
        WayBack back = new WayBack(server.base());
        WayBack.Call call = load(server.base(), back);
        String observation = loaded("Observation");
        String report = loaded("DiagnosticReport");
        String patient = loaded("Patient");
        String hash = WayBack.string(back.plan(call), "planHash");

        killWhileItSweeps(server, () -> back.execute(call, hash, "Prefer", "respond-async"), observation, report);

        try (ServerProcess again = start("again.log")) {
            JsonNode done = new WayBack(again.base()).execute(call, hash).expect(200);
            assertThat(WayBack.string(done, "state")).isEqualTo("completed");
            Migration calls = new Migration(again.base());
            assertThat(calls.get(observation).status()).isEqualTo(200);
            assertThat(calls.get(patient).status()).isEqualTo(200);
            assertThat(calls.get("Communication/sweep-kill").status()).isEqualTo(200);
            assertThat(calls.get(report).status()).isEqualTo(410);
            assertThat(writesOf(observation)).isEqualTo("created,deleted,restored");
        }
    }

    private ServerProcess start(String log) throws IOException {
        return new ServerProcess(data, folder.resolve(log), "--chartlift.sources.roots=" + folder);
    }

    private WayBack.Call load(String base, WayBack back) throws IOException {
        String checkpoint = back.checkpoint("before");
        new Migration(base)
                .call(Migration.content(
                        SYSTEM,
                        Hl7.admit("SK1", "Adams", "20240301080000+0000"),
                        Hl7.result("SK1", "Adams", "SKO1", "95", "20240301090000+0000")))
                .parameters();
        jdbc = new JdbcTemplate(ServerProcess.database(data));
        return WayBack.Call.to(checkpoint);
    }

    private String loaded(String type) {
        return type + "/"
                + jdbc.queryForObject(
                        "select distinct resource_id from chartlift.write where resource_type = ? limit 1",
                        String.class,
                        type);
    }

    private String writesOf(String reference) {
        return jdbc.queryForObject(
                "select string_agg(op, ',' order by version) from chartlift.write where resource_type || '/' || resource_id = ?",
                String.class,
                reference);
    }

    private void killWhileItSweeps(
            ServerProcess server, Supplier<Rest.Answer> execution, String observation, String report) throws Exception {
        Rest rest = new Rest(server.base());
        DataSource database = ServerProcess.database(data);
        try (Connection first = database.getConnection();
                Connection second = database.getConnection()) {
            hold(first, observation);
            Rest.Answer begun = execution.get();
            assertThat(begun.status()).isEqualTo(202);
            await(() -> rest.get(report).status() == 410);
            assertThat(rest.put("Communication/sweep-kill", about(observation)).isSuccess())
                    .isTrue();
            await(() -> waiting() == 1);
            CompletableFuture<Void> next = CompletableFuture.runAsync(() -> hold(second, observation));
            await(() -> waiting() == 2);
            first.rollback();
            next.join();
            await(() -> rest.get(begun.header("Content-Location"))
                            .header("X-Progress")
                            .contains("sweeping")
                    && waiting() == 1);
            assertThat(rest.get(observation).status()).isEqualTo(410);
            server.kill();
            second.rollback();
        }
    }

    private static void hold(Connection connection, String reference) {
        try {
            connection.setAutoCommit(false);
            try (PreparedStatement ps = connection.prepareStatement(
                    "select 1 from hfj_resource where res_type || '/' || fhir_id = ? for no key update")) {
                ps.setString(1, reference);
                ps.execute();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sessions that wait for a row. */
    private int waiting() {
        Integer n = jdbc.queryForObject(
                "select count(distinct pid) from pg_locks where not granted and locktype in ('transactionid', 'tuple')",
                Integer.class);
        return n == null ? 0 : n;
    }

    private static ObjectNode about(String observation) {
        ObjectNode about = Json.MAPPER
                .createObjectNode()
                .put("resourceType", "Communication")
                .put("id", "sweep-kill");
        about.put("status", "completed").withArray("about").addObject().put("reference", observation);
        return about;
    }

    private static void await(Callable<Boolean> reached) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(reached);
    }
}
