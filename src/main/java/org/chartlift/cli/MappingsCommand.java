package org.chartlift.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.chartlift.mapping.MapChange;
import org.chartlift.mapping.MapSet;
import org.chartlift.mapping.MappingFaultsException;
import org.chartlift.mapping.function.Function;
import org.chartlift.mapping.function.Functions;
import org.chartlift.mapping.rule.Fault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mappings}: what the maps say. */
@Command(name = "mappings", description = "Checks and lists maps.", mixinStandardHelpOptions = true)
final class MappingsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "check, coverage, diff, functions or effective");
    }

    @Command(name = "check", description = "Compiles the maps and prints every fault.", mixinStandardHelpOptions = true)
    int check(@Option(names = "--mappings", paramLabel = "DIR") @Nullable List<Path> mappings) {
        PrintWriter out = spec.commandLine().getOut();
        List<Fault> faults = MapSet.check(mappings == null ? List.of() : mappings);
        faults.forEach(out::println);
        out.println(faults.isEmpty() ? "no faults" : faults.size() + " fault(s)");
        return faults.isEmpty() ? 0 : 1;
    }

    @Command(name = "functions", description = "Prints the closed list of functions.", mixinStandardHelpOptions = true)
    int functions() {
        PrintWriter out = spec.commandLine().getOut();
        for (Function f : Functions.standard().list()) {
            String with = f.parameters().isEmpty() ? "" : " with " + String.join(", ", f.parameters());
            out.println(f.name() + "\t" + f.input() + with + " -> "
                    + String.join(" | ", f.results().stream().sorted().toList()) + "\t" + f.description());
        }
        return 0;
    }

    @Command(
            name = "effective",
            description = "Prints the maps as they are after overlays.",
            mixinStandardHelpOptions = true)
    int effective(@Option(names = "--mappings", paramLabel = "DIR") @Nullable List<Path> mappings) {
        return with(mappings, maps -> spec.commandLine().getOut().print(maps.effective()));
    }

    @Command(
            name = "coverage",
            description = "Writes which fields are mapped, dropped, carried or not yet dealt with.",
            mixinStandardHelpOptions = true)
    int coverage(
            @Option(names = "--mappings", paramLabel = "DIR") @Nullable List<Path> mappings,
            @Option(names = "--out", paramLabel = "FILE", defaultValue = "mappings/COVERAGE.md") Path out) {
        return with(mappings, maps -> {
            try {
                if (out.toAbsolutePath().getParent() != null) {
                    Files.createDirectories(out.toAbsolutePath().getParent());
                }
                Files.writeString(out, maps.coverage());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + out, e);
            }
        });
    }

    @Command(
            name = "diff",
            description = "Prints what one set says otherwise than another: rules with the elements they write to.",
            mixinStandardHelpOptions = true)
    int diff(
            @Option(names = "--mappings", paramLabel = "DIR", description = "The new set; default: the built-in maps.")
                    @Nullable
                    List<Path> mappings,
            @Option(names = "--against", paramLabel = "DIR", description = "The old set; default: the built-in maps.")
                    @Nullable
                    List<Path> against) {
        List<MapSet> old = new ArrayList<>();
        int faults = with(against, old::add);
        return faults > 0 ? faults : with(mappings, now -> print(now.changesSince(old.get(0))));
    }

    private void print(List<MapChange> changes) {
        PrintWriter out = spec.commandLine().getOut();
        changes.forEach(out::println);
        long maps = changes.stream()
                .map(MapChange::map)
                .filter(map -> !map.isEmpty())
                .distinct()
                .count();
        out.println(changes.isEmpty() ? "no differences" : changes.size() + " difference(s), in " + maps + " map(s)");
    }

    private int with(@Nullable List<Path> folders, Consumer<MapSet> use) {
        try {
            use.accept(MapSet.load(folders == null ? List.of() : folders));
            return 0;
        } catch (MappingFaultsException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }
}
