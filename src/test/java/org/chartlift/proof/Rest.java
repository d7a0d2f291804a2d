package org.chartlift.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** FHIR REST as anybody's client speaks it. Safe for use by several threads. */
public final class Rest {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final String base;
    private final HttpClient http = HttpClient.newHttpClient();

    public Rest(String base) {
        this.base = base;
    }

    /** An answer. */
    public record Answer(int status, String body, HttpResponse<String> response) {
        public boolean isSuccess() {
            return status / 100 == 2;
        }

        public ObjectNode json() {
            return Json.object(body);
        }

        JsonNode expect(int expected) {
            if (status != expected) {
                throw new AssertionError(
                        response.request().method() + " " + response.request().uri() + ": " + status + " " + body);
            }
            return json();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    public Answer get(String path, String... headers) {
        return send(request(path, headers).header("Cache-Control", "no-cache").GET());
    }

    public Answer put(String reference, ObjectNode resource, String... headers) {
        return send(request(reference, headers).PUT(BodyPublishers.ofString(Json.text(resource))));
    }

    public Answer post(String path, ObjectNode resource, String... headers) {
        return send(request(path, headers).POST(BodyPublishers.ofString(Json.text(resource))));
    }

    public Answer delete(String path, String... headers) {
        return send(request(path, headers).DELETE());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(path.startsWith("http") ? path : base + "/" + path.replace("|", "%7C")))
                .timeout(PATIENCE)
                .header("Content-Type", "application/fhir+json")
                .header("Accept", "application/fhir+json");
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
