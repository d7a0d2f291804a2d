package org.chartlift.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the programs of a PostgreSQL installation. They refuse to run as root, so for root they run in a user namespace of their own, where
 * they are nobody in particular.
 */
final class PostgresCommands {
    private static final long TIMEOUT_SECONDS = 180;

    private final Path bin;
    private final Path log;
    private final List<String> prefix;

    /**
     * @param installation folder that holds {@code bin/}
     * @param log file that receives what the programs print
     */
    PostgresCommands(Path installation, Path log) throws IOException {
        this.bin = installation.resolve("bin");
        this.log = log;
        this.prefix = isRoot() ? List.of("unshare", "-U") : List.of();
        if (!prefix.isEmpty() && execute(List.of("unshare", "-U", "true")) != 0) {
            throw new StartRefusedException(
                    "PostgreSQL does not run as root, and this container forbids the user namespace"
                            + " that would let it (unshare -U); run Chartlift as an ordinary user, or "
                            + DatabaseConfig.EXTERNAL_HINT);
        }
    }

    private static boolean isRoot() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.isDirectory(self) && Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"));
    }

    /** Runs a program to its end. */
    boolean succeeds(String program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(bin.resolve(program).toString());
        command.addAll(arguments);
        return execute(command) == 0;
    }

    /** Runs a program that must succeed. */
    void run(String program, List<String> arguments) throws IOException {
        if (!succeeds(program, arguments)) {
            throw new StartRefusedException("the embedded PostgreSQL failed (" + program + "); see " + log + ", or "
                    + DatabaseConfig.EXTERNAL_HINT);
        }
    }

    private int execute(List<String> command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException missing) {
            throw new IOException("cannot run " + command.get(0), missing);
        }
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command.get(0) + " did not end within " + TIMEOUT_SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + command.get(0), e);
        }
    }
}
