package org.chartlift.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.chartlift.run.Hl7;
import org.chartlift.run.Migration;
import org.chartlift.security.KeyFiles;
import org.chartlift.server.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server, or its PostgreSQL, is killed at a random moment of plan and execution, started again and asked again: it ends as if nothing had happened.
 * {@code -Dchartlift.kill.server=N} and {@code -Dchartlift.kill.postgres=N} say at how many moments; {@code -Dchartlift.kill.seed=S} chooses them.
 */
class RollbackKillIT {
    private static final int SERVER_KILLS = Integer.getInteger("chartlift.kill.server", 1);
    private static final int POSTGRES_KILLS = Integer.getInteger("chartlift.kill.postgres", 0);
    private static final long SEED = Long.getLong("chartlift.kill.seed", 1);
    private static final int PATIENTS = Integer.getInteger("chartlift.kill.patients", 20);
    private static final int EDITS = 12;
    private static final Function<String, WayBack.Call> CALL = WayBack.Call::to;
    private static final String SYSTEM = "urn:it:rollback-kill";

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final EditLog log = new EditLog();
    private Snapshot before;
    private Snapshot loaded;
    private String checkpoint;

    @Test
    void aRollbackThatIsKilledEndsAsIfNothingHadHappenedOnceItIsAskedForAgain() throws Exception {
        Path data = folder.resolve("data");
        prepare(data);
        Peaceful peaceful = new Peaceful(Duration.ofSeconds(4), "");
        int moments = SERVER_KILLS + POSTGRES_KILLS;
        if (moments > 1) {
            peaceful = inPeace(copy(data, "peaceful"));
        }
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < moments; i++) {
            boolean postgres = i >= SERVER_KILLS;
            double share = (i % Math.max(1, SERVER_KILLS) + random.nextDouble()) / Math.max(1, SERVER_KILLS);
            long millis = (long) (share * peaceful.took().toMillis());
            Path own = moments > 1 ? copy(data, "killed" + i) : data;
            List<String> found = kill(own, i, postgres, millis, peaceful.hash());
            System.out.println((postgres ? "PostgreSQL" : "server") + " killed after " + millis + " ms: "
                    + (found.isEmpty() ? "same end" : found));
            failures.addAll(found);
            if (moments > 1) {
                org.apache.commons.io.FileUtils.deleteQuietly(own.toFile());
            }
        }
        assertThat(failures).isEmpty();
    }

    /** How long it takes, and what is there then. */
    private record Peaceful(Duration took, String hash) {}

    private void prepare(Path data) throws Exception {
        KeyFiles.open(data.resolve("keys")).secret("database.password");
        try (ServerProcess server = start(data, "prepare.log")) {
            String base = server.base();
            Exporter exporter = new Exporter(ServerProcess.database(data), base);
            Migration migration = new Migration(base);
            migration
                    .call(Migration.content(SYSTEM, Hl7.admit("K0", "Known", "20240201080000+0000")))
                    .parameters();
            before = exporter.take();
            checkpoint = new WayBack(base).checkpoint("kill");
            migration.call(Migration.content(SYSTEM, extract())).parameters();
            loaded = exporter.take();
            edit(base);
        }
    }

    private void edit(String base) {
        EditGenerator generator = new EditGenerator(SEED, new Clinician(new Rest(base), log));
        List<String> migrated = new ArrayList<>(loaded.facts().keySet());
        migrated.removeIf(r -> loaded.facts().get(r).equals(before.facts().get(r)));
        for (int i = 0; i < EDITS * 3 && log.edits().size() < EDITS; i++) {
            generator.edit(migrated, List.of(), loaded);
        }
    }

    private static String[] extract() {
        List<String> messages = new ArrayList<>();
        for (int p = 0; p < PATIENTS; p++) {
            String mrn = "K" + p;
            messages.add(Hl7.admit(mrn, "Family" + p, "20240301080000+0000"));
            messages.add(Hl7.result(mrn, "Family" + p, mrn + "-1", "9" + p % 10, "20240302080000+0000"));
            messages.add(Hl7.update(mrn, "Married" + p, "20240309080000+0000"));
        }
        return messages.toArray(String[]::new);
    }

    private Peaceful inPeace(Path data) throws Exception {
        try (ServerProcess server = start(data, "peaceful.log")) {
            String base = server.base();
            long begin = System.nanoTime();
            new WayBack(base).rollback(WayBack.Call.to(checkpoint));
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            Snapshot after = new Exporter(ServerProcess.database(data), base).take();
            assertThat(new RollbackChecker(before, loaded, after, log).violations())
                    .isEmpty();
            return new Peaceful(took, after.hash());
        }
    }

    private List<String> kill(Path data, int moment, boolean postgres, long millis, String expected) throws Exception {
        ServerProcess server = start(data, "killed" + moment + ".log");
        String base = server.base();
        AtomicReference<String> hash = new AtomicReference<>("");
        CompletableFuture<Void> asked = CompletableFuture.runAsync(() -> {
            WayBack back = new WayBack(base);
            hash.set(WayBack.string(back.plan(CALL.apply(checkpoint)), "planHash"));
            back.execute(CALL.apply(checkpoint), hash.get());
        });
        Thread.sleep(millis);
        boolean inTime = !asked.isDone();
        if (postgres) {
            stopImmediately(data);
            Thread.sleep(500);
        }
        server.kill();
        try (ServerProcess again = start(data, "again" + moment + ".log")) {
            goOn(new WayBack(again.base()), hash.get());
            Snapshot after = new Exporter(ServerProcess.database(data), again.base()).take();
            List<String> found = new ArrayList<>();
            new RollbackChecker(before, loaded, after, log)
                    .violations()
                    .forEach(v -> found.add(
                            "moment " + moment + " (" + millis + " ms" + (inTime ? "" : ", too late") + "): " + v));
            if (!expected.isEmpty() && !after.hash().equals(expected)) {
                found.add("moment " + moment + " (" + millis + " ms): another end state");
            }
            return found;
        }
    }

    /** The same call goes on; where there was none yet, or its plan is stale, it is asked for anew. */
    private void goOn(WayBack back, String hash) {
        if (hash.isEmpty() || !back.execute(CALL.apply(checkpoint), hash).isSuccess()) {
            back.rollback(CALL.apply(checkpoint));
        }
    }

    /** What {@code pg_ctl stop -m immediate} does: every process of PostgreSQL ends at once, without a checkpoint. */
    private static void stopImmediately(Path data) throws IOException, InterruptedException {
        String pid = Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(0);
        new ProcessBuilder("kill", "-QUIT", pid.strip()).inheritIO().start().waitFor();
    }

    private Path copy(Path data, String name) throws IOException, InterruptedException {
        Path copy = folder.resolve(name);
        Process cp = new ProcessBuilder("cp", "-a", data.toString(), copy.toString())
                .inheritIO()
                .start();
        assertThat(cp.waitFor()).isZero();
        return copy;
    }

    private ServerProcess start(Path data, String log) throws IOException {
        return new ServerProcess(data, folder.resolve(log), "--chartlift.sources.roots=" + folder);
    }
}
