package org.chartlift.cli.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sample hl7v2}: writes {@code DIR/extract} and {@code DIR/truth}, and prints the totals as one line of JSON. */
@Command(
        name = "hl7v2",
        description = "Writes an HL7 v2 extract to DIR/extract and what was meant to DIR/truth.",
        mixinStandardHelpOptions = true)
final class SampleHl7v2Command implements Callable<Integer> {
    @Option(names = "--patients", defaultValue = "100", description = "How many patients (default: ${DEFAULT-VALUE}).")
    private int patients = 100;

    @Option(names = "--first", defaultValue = "0", description = "Skip so many patients (default: ${DEFAULT-VALUE}).")
    private int first;

    @Option(names = "--seed", defaultValue = "1", description = "Decides all chance (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "A folder without an extract.")
    private Path out = Path.of("");

    @Option(names = "--start", defaultValue = "2023-01-01", description = "First day (default: ${DEFAULT-VALUE}).")
    private LocalDate start = LocalDate.of(2023, 1, 1);

    @Option(names = "--months", defaultValue = "24", description = "Length, 6 or more (default: ${DEFAULT-VALUE}).")
    private int months = 24;

    @Option(
            names = "--messages-per-file",
            defaultValue = "500",
            description = "A file is closed after so many messages or with its month (default: ${DEFAULT-VALUE}).")
    private int messagesPerFile = 500;

    @Option(names = "--positions", description = "Writes to DIR/truth/fields.ndjson where every value stands.")
    private boolean positions;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Truth.Summary summary = SampleHospital.write(settings(), out, positions);
        spec.commandLine().getOut().println(Truth.json(summary));
        return 0;
    }

    private Settings settings() {
        try {
            return new Settings(patients, first, seed, start, months, messagesPerFile);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
