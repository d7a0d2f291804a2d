package org.chartlift.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Calls {@code $migrate} of a running server over HTTP, shows its progress and prints its account. */
final class DemoMigration {
    private static final String[] DISPOSITIONS = {"created", "updated", "unchanged", "merged", "quarantined", "excluded"
    };

    private final DemoCalls calls;
    private final PrintStream out;

    DemoMigration(DemoCalls calls, PrintStream out) {
        this.calls = calls;
        this.out = out;
    }

    /** Migrates the folder; whether the account adds up. */
    boolean migrate(Path extract) {
        ObjectNode parameters = DemoCalls.source(extract);
        ((ArrayNode) parameters.path("parameter"))
                .addObject()
                .put("name", "mode")
                .put("valueCode", "load");
        return print(calls.operation("$migrate", parameters));
    }

    private boolean print(JsonNode answer) {
        long read = number(answer, "read");
        long sum = 0;
        out.println();
        out.println("The account of "
                + DemoCalls.value(answer, "run").path("reference").asText());
        out.printf("  %-12s %,8d records read%n", "read", read);
        for (String disposition : DISPOSITIONS) {
            long count = number(answer, disposition);
            sum += count;
            out.printf("  %s %-12s %,8d%n", sum == count ? "=" : "+", disposition, count);
        }
        out.printf("  %s%n", sum == read ? "adds up" : "DOES NOT ADD UP: " + sum);
        printParts(answer, "kind", "records by kind");
        printParts(answer, "resource", "resources");
        printParts(answer, "outcome", "populated source fields");
        out.println("  map set " + DemoCalls.value(answer, "mapDigest").asText());
        printReport(DemoCalls.value(answer, "report").path("reference").asText());
        return sum == read;
    }

    private void printParts(JsonNode answer, String name, String title) {
        boolean titled = false;
        for (JsonNode parameter : answer.path("parameter")) {
            if (!parameter.path("name").asText().equals(name)) {
                continue;
            }
            if (!titled) {
                out.println("  " + title + ":");
                titled = true;
            }
            StringBuilder line = new StringBuilder();
            for (JsonNode part : parameter.path("part")) {
                JsonNode text = DemoCalls.valueOf(part);
                if (line.isEmpty()) {
                    line.append("    %-20s".formatted(text.asText()));
                } else if (text.asLong() != 0) {
                    line.append("  ")
                            .append(part.path("name").asText())
                            .append(' ')
                            .append("%,d".formatted(text.asLong()));
                }
            }
            out.println(line);
        }
    }

    /** What was not clean, by reason: the report has one line per such record, and others about the run as a whole. */
    private void printReport(String reference) {
        if (reference.isEmpty()) {
            return;
        }
        String lines = calls.binary(reference);
        Map<String, Integer> reasons = new TreeMap<>();
        for (String line : lines.split("\n")) {
            if (!line.isBlank()) {
                JsonNode entry = DemoCalls.json(line);
                if (entry.has("disposition")) {
                    reasons.merge(entry.path("disposition").asText() + ": " + why(entry), 1, Integer::sum);
                }
            }
        }
        out.println("  not clean, see " + calls.base() + "/" + reference + ":");
        reasons.forEach((reason, count) -> out.printf("    %,6d  %s%n", count, reason));
    }

    private static String why(JsonNode entry) {
        String reason = entry.path("reason").asText();
        if (!reason.isEmpty()) {
            return reason;
        }
        Set<String> rules = new TreeSet<>();
        entry.path("findings").forEach(f -> rules.add(f.path("rule").asText()));
        return "with findings " + String.join(", ", rules);
    }

    private static long number(JsonNode answer, String name) {
        return DemoCalls.value(answer, name).asLong();
    }
}
