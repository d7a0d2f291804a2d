package org.chartlift.server;

import com.fasterxml.jackson.core.JsonProcessingException;
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

/** Calls operations of a running server over HTTP as any client would, and shows their progress. */
final class DemoCalls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FHIR_JSON = "application/fhir+json";
    private static final long POLL_MILLIS = 1000;
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final PrintStream out;

    DemoCalls(String base, PrintStream out) {
        this.base = base;
        this.out = out;
    }

    String base() {
        return base;
    }

    /** Parameters that name a folder of the demo's source system. */
    static ObjectNode source(Path extract) {
        ObjectNode parameters = JSON.createObjectNode().put("resourceType", "Parameters");
        var list = parameters.putArray("parameter");
        list.addObject()
                .put("name", "source")
                .putArray("part")
                .addObject()
                .put("name", "path")
                .put("valueString", extract.toString());
        list.addObject().put("name", "sourceSystem").put("valueUri", Demo.SOURCE_SYSTEM);
        return parameters;
    }

    /** The operation's answer, however long it takes. */
    JsonNode operation(String name, ObjectNode parameters) {
        out.println("POST " + base + "/" + name);
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base + "/" + name))
                .header("Content-Type", FHIR_JSON)
                .header("Prefer", "respond-async")
                .POST(HttpRequest.BodyPublishers.ofString(parameters.toString()))
                .build());
        while (answer.statusCode() == ACCEPTED) {
            pause();
            answer = poll(answer.request().uri(), answer);
        }
        if (answer.statusCode() != OK) {
            throw new IllegalStateException(name + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return json(answer.body());
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        }
    }

    private HttpResponse<String> poll(URI called, HttpResponse<String> answer) {
        answer.headers().firstValue("X-Progress").ifPresent(p -> out.println("  " + p));
        URI status =
                answer.headers().firstValue("Content-Location").map(URI::create).orElse(called);
        return send(HttpRequest.newBuilder(status).build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        }
    }

    /** The text that a Binary holds. */
    String binary(String reference) {
        String body = send(HttpRequest.newBuilder(URI.create(base + "/" + reference))
                        .header("Accept", FHIR_JSON)
                        .build())
                .body();
        return new String(Base64.getDecoder().decode(json(body).path("data").asText()), StandardCharsets.UTF_8);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer is no JSON", e);
        }
    }

    /** The value of the first parameter of this name; a missing node if there is none. */
    static JsonNode value(JsonNode answer, String name) {
        for (JsonNode parameter : answer.path("parameter")) {
            if (parameter.path("name").asText().equals(name)) {
                return valueOf(parameter);
            }
        }
        return JSON.missingNode();
    }

    /** The value of a parameter or part; a missing node if it has none. */
    static JsonNode valueOf(JsonNode parameter) {
        for (var field : parameter.properties()) {
            if (field.getKey().startsWith("value")) {
                return field.getValue();
            }
        }
        return JSON.missingNode();
    }
}
