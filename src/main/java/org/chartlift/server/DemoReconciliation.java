package org.chartlift.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.file.Path;

/** Asks a running server over HTTP whether it holds what the source files say, and prints the answer. */
final class DemoReconciliation {
    private final DemoCalls calls;
    private final PrintStream out;

    DemoReconciliation(DemoCalls calls, PrintStream out) {
        this.calls = calls;
        this.out = out;
    }

    /** Compares with the folder; whether the gate lets pass. */
    boolean reconcile(Path extract) {
        out.println();
        JsonNode answer = calls.operation("$reconcile", DemoCalls.source(extract));
        String gate = DemoCalls.value(answer, "gate").asText();
        out.println();
        out.println("What the server holds, compared with what the files say: gate " + gate);
        out.printf("  %-12s %12s %10s%n", "level", "checked", "violated");
        for (JsonNode parameter : answer.path("parameter")) {
            if (parameter.path("name").asText().equals("level")) {
                JsonNode parts = parameter.path("part");
                out.printf(
                        "  %-12s %,12d %,10d%n",
                        DemoCalls.valueOf(parts.path(0)).asText(),
                        DemoCalls.valueOf(parts.path(1)).asLong(),
                        DemoCalls.valueOf(parts.path(2)).asLong());
            }
        }
        for (String name : new String[] {"report", "differences"}) {
            out.println("  " + name + ": " + calls.base() + "/"
                    + DemoCalls.value(answer, name).path("reference").asText());
        }
        return gate.equals("pass");
    }
}
