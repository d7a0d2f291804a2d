package org.chartlift.server;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chartlift.cli.sample.SampleCommand;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;

/**
 * {@code demo [--patients=N] [--seed=S] [server options]}: writes the extract of an invented hospital, starts the server, migrates the extract over
 * FHIR as any caller would, prints the account and leaves the server running.
 */
final class Demo {
    static final String SOURCE_SYSTEM = "urn:chartlift:sample-hospital";

    private static final String PATIENTS = "--patients=";
    private static final String SEED = "--seed=";
    private static final String DATA_DIR = "--chartlift.data-dir=";

    private final PrintStream out;
    private String patients = "40";
    private String seed = "7";
    private Path dataDir = Path.of("chartlift-data");
    private final List<String> serverOptions = new ArrayList<>();

    Demo(PrintStream out, String... args) {
        this.out = out;
        for (String arg : args) {
            if (arg.startsWith(PATIENTS)) {
                patients = arg.substring(PATIENTS.length());
            } else if (arg.startsWith(SEED)) {
                seed = arg.substring(SEED.length());
            } else {
                serverOptions.add(arg);
                dataDir = arg.startsWith(DATA_DIR) ? Path.of(arg.substring(DATA_DIR.length())) : dataDir;
            }
        }
    }

    /** Runs the demo; the server keeps running behind a 0. */
    int run() {
        Path hospital = dataDir.resolve("demo-" + patients + "-" + seed)
                .toAbsolutePath()
                .normalize();
        int written = writeSample(hospital);
        if (written != 0) {
            return written;
        }
        Path extract = hospital.resolve("extract");
        serverOptions.add("--chartlift.sources.roots=" + extract);
        out.println("Starting the server (the first start makes the database and takes longer) ...");
        ConfigurableApplicationContext context = ChartliftServer.start(serverOptions.toArray(String[]::new));
        String root = "http://127.0.0.1:"
                + ((WebServerApplicationContext) context).getWebServer().getPort();
        DemoCalls calls = new DemoCalls(root + RestConfig.BASE, out);
        boolean accounted = new DemoMigration(calls, out).migrate(extract);
        boolean agrees = new DemoReconciliation(calls, out).reconcile(extract);
        printLinks(root);
        return accounted && agrees ? 0 : 1;
    }

    private int writeSample(Path hospital) {
        if (Files.isDirectory(hospital.resolve("truth"))) {
            out.println("The sample hospital of an earlier demo is at " + hospital);
            return 0;
        }
        try {
            Files.createDirectories(hospital.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println("Writing a sample hospital with " + patients + " patients to " + hospital);
        return new CommandLine(new SampleCommand())
                .execute("hl7v2", "--patients", patients, "--seed", seed, "--out", hospital.toString());
    }

    private void printLinks(String root) {
        String fhir = root + RestConfig.BASE;
        out.println();
        out.println("The server is left running; stop it with Ctrl-C. Open:");
        for (String path : List.of(
                "/Patient", "/Observation", "/AuditEvent", "/Provenance", "/Task", "/metadata", "/swagger-ui/")) {
            out.println("  " + fhir + path);
        }
        out.println("  " + root + "/actuator/health");
        out.println("  " + root + "/actuator/prometheus");
    }
}
