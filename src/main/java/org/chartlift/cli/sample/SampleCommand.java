package org.chartlift.cli.sample;

import picocli.CommandLine.Command;

/** {@code sample}: extracts of a hospital that never was. */
@Command(
        name = "sample",
        description = "Writes extracts of an invented hospital, with the truth beside them.",
        mixinStandardHelpOptions = true,
        subcommands = SampleHl7v2Command.class)
public final class SampleCommand {}
