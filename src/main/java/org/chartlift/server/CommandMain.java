package org.chartlift.server;

import org.chartlift.cli.ChartliftCommand;
import picocli.CommandLine;

/** Runs a command. Public because {@link Main} calls it through another class loader than its own. */
public final class CommandMain {
    private CommandMain() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ChartliftCommand()).execute(args));
    }
}
