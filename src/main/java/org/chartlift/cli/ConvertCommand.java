package org.chartlift.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.chartlift.mapping.MapSet;
import org.chartlift.mapping.MappingFaultsException;
import org.chartlift.mapping.identity.ResourceIds;
import org.chartlift.source.hl7v2.Hl7v2Reader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code convert}: source files to FHIR Bundles and outcomes, without a server. */
@Command(
        name = "convert",
        description = "Converts files to FHIR Bundles, with the outcome of every populated field beside them.",
        mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {
    private static final int FAULTS = 1;

    /** Ids of a conversion without a key file: the same for everyone, so that results can be compared. Real projects have a key of their own. */
    private static final byte[] OPEN_KEY =
            "chartlift: the open key of the convert command".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--in",
            required = true,
            paramLabel = "PATH",
            description = "A file, or a folder that is read with all its subfolders.")
    private Path in;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for the results; made if it is not there.")
    private Path out;

    @Option(names = "--format", defaultValue = "auto", description = "auto (the default) or hl7v2.")
    private String format;

    @Option(
            names = "--source-system",
            defaultValue = "urn:chartlift:source",
            paramLabel = "URI",
            description = "The system the files come from; base of local code systems. Default: ${DEFAULT-VALUE}")
    private String sourceSystem;

    @Option(
            names = "--mappings",
            paramLabel = "DIR",
            description = "Maps: an overlay, or a whole set if it holds base/.")
    private @Nullable List<Path> mappings;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "The project's key for resource ids; 16 bytes or more.")
    private @Nullable Path keyFile;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        if (!Files.exists(in)) {
            throw usage("--in: there is no " + in);
        }
        if (!format.equals("auto") && !format.equals(Hl7v2Reader.FORMAT)) {
            throw usage("--format: " + format + " is not known; auto or " + Hl7v2Reader.FORMAT);
        }
        if (sourceSystem.isBlank() || sourceSystem.chars().anyMatch(c -> c <= ' ') || !sourceSystem.contains(":")) {
            throw usage("--source-system: not an absolute URI");
        }
        MapSet maps;
        try {
            maps = MapSet.load(mappings == null ? List.of() : mappings);
        } catch (MappingFaultsException e) {
            err.println(e.getMessage());
            return FAULTS;
        }
        Conversions conversions = new Conversions(maps, new ResourceIds(key()), sourceSystem, out);
        Summary summary = conversions.run(in, format);
        spec.commandLine().getOut().println(summary.json(maps.digest()));
        return 0;
    }

    private byte[] key() throws IOException {
        if (keyFile == null) {
            return OPEN_KEY;
        }
        byte[] key = Files.readAllBytes(keyFile);
        if (key.length < 16) {
            throw usage("--key-file: a key has 16 bytes or more");
        }
        return key;
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
