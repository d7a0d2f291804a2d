package org.chartlift.cli;

import org.chartlift.cli.sample.SampleCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the command line. Exit codes: 0 good, 1 faults or records in quarantine that matter to the command, 2 wrong usage. */
@Command(
        name = "chartlift",
        description = "Moves a hospital's records into FHIR, and accounts for every field.",
        mixinStandardHelpOptions = true,
        subcommands = {ConvertCommand.class, MappingsCommand.class, SampleCommand.class})
public final class ChartliftCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
