package org.chartlift.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Calls {@code $migrate} of a running server over HTTP, shows its progress and prints its account. */
final class DemoMigration {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FHIR_JSON = "application/fhir+json";
    private static final String[] DISPOSITIONS = {"created", "updated", "unchanged", "merged", "quarantined", "excluded"
    };
    private static final long POLL_MILLIS = 1000;
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final PrintStream out;

    DemoMigration(String base, PrintStream out) {
        this.base = base;
        this.out = out;
    }

    /** Migrates the folder; whether the account adds up. */
    boolean migrate(Path extract) {
        try {
            HttpResponse<String> answer = start(extract);
            while (answer.statusCode() == ACCEPTED) {
                Thread.sleep(POLL_MILLIS);
                answer = poll(answer.request().uri(), answer);
            }
            if (answer.statusCode() != OK) {
                throw new IllegalStateException("$migrate answered " + answer.statusCode() + ": " + answer.body());
            }
            return print(JSON.readTree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for $migrate", e);
        }
    }

    private HttpResponse<String> start(Path extract) throws IOException, InterruptedException {
        ObjectNode parameters = JSON.createObjectNode().put("resourceType", "Parameters");
        var list = parameters.putArray("parameter");
        list.addObject()
                .put("name", "source")
                .putArray("part")
                .addObject()
                .put("name", "path")
                .put("valueString", extract.toString());
        list.addObject().put("name", "sourceSystem").put("valueUri", Demo.SOURCE_SYSTEM);
        list.addObject().put("name", "mode").put("valueCode", "load");
        out.println("POST " + base + "/$migrate");
        return http.send(
                HttpRequest.newBuilder(URI.create(base + "/$migrate"))
                        .header("Content-Type", FHIR_JSON)
                        .header("Prefer", "respond-async")
                        .POST(HttpRequest.BodyPublishers.ofString(parameters.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> poll(URI called, HttpResponse<String> answer)
            throws IOException, InterruptedException {
        answer.headers().firstValue("X-Progress").ifPresent(p -> out.println("  " + p));
        URI status =
                answer.headers().firstValue("Content-Location").map(URI::create).orElse(called);
        return http.send(HttpRequest.newBuilder(status).build(), HttpResponse.BodyHandlers.ofString());
    }

    private boolean print(JsonNode answer) throws IOException, InterruptedException {
        long read = number(answer, "read");
        long sum = 0;
        out.println();
        out.println("The account of " + value(answer, "run").path("reference").asText());
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
        out.println("  map set " + value(answer, "mapDigest").asText());
        printReport(value(answer, "report").path("reference").asText());
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
                JsonNode text = valueOf(part);
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
    private void printReport(String reference) throws IOException, InterruptedException {
        if (reference.isEmpty()) {
            return;
        }
        String body = http.send(
                        HttpRequest.newBuilder(URI.create(base + "/" + reference))
                                .header("Accept", FHIR_JSON)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        String lines = new String(
                Base64.getDecoder().decode(JSON.readTree(body).path("data").asText()), StandardCharsets.UTF_8);
        Map<String, Integer> reasons = new TreeMap<>();
        for (String line : lines.split("\n")) {
            if (!line.isBlank()) {
                JsonNode entry = JSON.readTree(line);
                if (entry.has("disposition")) {
                    reasons.merge(entry.path("disposition").asText() + ": " + why(entry), 1, Integer::sum);
                }
            }
        }
        out.println("  not clean, see " + base + "/" + reference + ":");
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
        return value(answer, name).asLong();
    }

    private static JsonNode value(JsonNode answer, String name) {
        for (JsonNode parameter : answer.path("parameter")) {
            if (parameter.path("name").asText().equals(name)) {
                return valueOf(parameter);
            }
        }
        return JSON.missingNode();
    }

    private static JsonNode valueOf(JsonNode parameter) {
        for (var field : parameter.properties()) {
            if (field.getKey().startsWith("value")) {
                return field.getValue();
            }
        }
        return JSON.missingNode();
    }
}
