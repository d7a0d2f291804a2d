package org.chartlift.run;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;

/** Calls {@code $migrate} over HTTP and reads what it answers. */
public final class Migration {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final List<String> DISPOSITIONS =
            List.of("created", "updated", "unchanged", "merged", "quarantined", "excluded");

    private final String base;
    private final HttpClient http = HttpClient.newHttpClient();

    public Migration(String base) {
        this.base = base;
    }

    public static Parameters of(String sourceSystem) {
        Parameters parameters = new Parameters();
        parameters.addParameter("sourceSystem", new UriType(sourceSystem));
        return parameters;
    }

    public static Parameters path(String sourceSystem, Object path) {
        Parameters parameters = of(sourceSystem);
        parameters.addParameter().setName("source").addPart().setName("path").setValue(new StringType(path.toString()));
        return parameters;
    }

    public static Parameters content(String sourceSystem, String... messages) {
        Parameters parameters = of(sourceSystem);
        parameters
                .addParameter()
                .setName("source")
                .addPart()
                .setName("content")
                .setValue(new Base64BinaryType(
                        String.join("", messages).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return parameters;
    }

    public static Parameters mode(Parameters parameters, String mode) {
        return parameters.addParameter("mode", new CodeType(mode));
    }

    /** An answer of the server. */
    public record Answer(int status, HttpResponse<String> response) {
        public Parameters parameters() {
            if (status != 200) {
                throw new AssertionError(status + " " + response.body());
            }
            return FHIR.newJsonParser().parseResource(Parameters.class, response.body());
        }

        /** Records by disposition, without zeros, and {@code read}. */
        public Map<String, Integer> counts() {
            Map<String, Integer> counts = new TreeMap<>();
            for (ParametersParameterComponent p : parameters().getParameter()) {
                if (DISPOSITIONS.contains(p.getName()) || "read".equals(p.getName())) {
                    int n = Integer.parseInt(((PrimitiveType<?>) p.getValue()).getValueAsString());
                    if (n > 0) {
                        counts.put(p.getName(), n);
                    }
                }
            }
            return counts;
        }

        public String reference(String name) {
            return ((Reference) parameters().getParameter(name).getValue()).getReference();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    public Answer call(Parameters parameters, String... headers) {
        return operation("$migrate", parameters, headers);
    }

    /** Calls an operation of the server. */
    public Answer operation(String name, Parameters parameters, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/" + name))
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(FHIR.newJsonParser().encodeResourceToString(parameters)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    public Answer get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url.startsWith("http") ? url : base + "/" + url)));
    }

    public Answer delete(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).DELETE());
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The lines of a run's report. */
    List<JsonNode> report(Answer answer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/" + answer.reference("report")))
                .header("Accept", "application/x-ndjson");
        ObjectMapper json = new ObjectMapper();
        return send(request)
                .response()
                .body()
                .lines()
                .map(line -> {
                    try {
                        return json.readTree(line);
                    } catch (JsonProcessingException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }
}
