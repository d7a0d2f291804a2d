package org.chartlift.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deals with what a killed server left in its cluster folder: PostgreSQL outlives it, and {@code postmaster.pid} outlives both. Whoever
 * uses this must hold the data folder's lock, so that a PostgreSQL found running here belongs to nobody.
 */
final class OrphanedPostgres {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanedPostgres.class);

    private final Path cluster;
    private final PostgresCommands commands;

    OrphanedPostgres(Path cluster, PostgresCommands commands) {
        this.cluster = cluster;
        this.commands = commands;
    }

    /** Stops the PostgreSQL that still runs on the cluster, if any, and removes a process id that names nothing or another program. */
    void stop() throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> running = process(pidFile);
        if (running.isEmpty()) {
            Files.delete(pidFile);
            return;
        }
        switch (relation(running.get())) {
            case OURS -> stopRunning(running.get());
            case OTHER -> Files.delete(pidFile);
            case UNKNOWN ->
                throw new StartRefusedException("process " + running.get().pid() + " may be a PostgreSQL that still"
                        + " uses " + cluster + "; stop it, or delete " + pidFile + " if it is another program");
        }
    }

    private static Optional<ProcessHandle> process(Path pidFile) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.get(0).strip().matches("\\d{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(OrphanedPostgres::isRunning);
    }

    /** Whether the process can still do something: one that ended but that nobody waited for (a zombie) counts as alive to Java. */
    static boolean isRunning(ProcessHandle process) {
        try {
            Path status = Path.of("/proc", Long.toString(process.pid()), "status");
            return process.isAlive()
                    && (!Files.exists(status)
                            || Files.readAllLines(status).stream().noneMatch(line -> line.startsWith("State:\tZ")));
        } catch (IOException justEnded) {
            return false;
        }
    }

    private enum Relation {
        OURS,
        OTHER,
        UNKNOWN
    }

    private Relation relation(ProcessHandle process) {
        Optional<String[]> arguments = process.info().arguments();
        if (arguments.isPresent()) {
            return Arrays.asList(arguments.get()).contains(cluster.toString()) ? Relation.OURS : Relation.OTHER;
        }
        Optional<String> program = process.info().command();
        boolean other = program.isPresent()
                && !Path.of(program.get()).getFileName().toString().startsWith("postgres");
        return other ? Relation.OTHER : Relation.UNKNOWN;
    }

    private void stopRunning(ProcessHandle process) throws IOException {
        LOG.warn("Stopping PostgreSQL (process {}), left running by a server that was killed", process.pid());
        if (!pgCtlStop("fast") && !pgCtlStop("immediate")) {
            throw new StartRefusedException("PostgreSQL (process " + process.pid() + ") still uses " + cluster
                    + " and does not stop; stop it first");
        }
    }

    private boolean pgCtlStop(String mode) throws IOException {
        return commands.succeeds("pg_ctl", List.of("-D", cluster.toString(), "-m", mode, "-w", "-t", "60", "stop"));
    }
}
