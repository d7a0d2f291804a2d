package org.chartlift.server;

/** Runs the demo. Public because {@link Main} calls it through another class loader than its own. */
public final class DemoMain {
    private DemoMain() {}

    /** Runs the demo, whose server goes on running when this returns; ends the process if it fails. */
    public static void main(String[] args) {
        int failure = new Demo(System.out, args).run();
        if (failure != 0) {
            System.exit(failure);
        }
    }
}
