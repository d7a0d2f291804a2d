package org.chartlift.server;

/** Runs the server. Public because {@link Main} calls it through another class loader than its own. */
public final class ServerMain {
    private ServerMain() {}

    /** Starts the server, which goes on running when this returns; ends the process if it does not start. */
    public static void main(String[] args) {
        int failure = ChartliftServer.serve(args);
        if (failure != 0) {
            System.exit(failure);
        }
    }
}
