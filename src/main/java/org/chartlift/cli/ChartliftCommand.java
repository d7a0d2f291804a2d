package org.chartlift.cli;

import picocli.CommandLine.Command;

/** The root of the command line. {@code serve} never arrives here: the entry point starts the server itself. */
@Command(
        name = "chartlift",
        mixinStandardHelpOptions = true,
        description = "Moves patient records into a FHIR server and accounts for every one of them.")
public final class ChartliftCommand {}
