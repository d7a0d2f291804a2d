package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import org.chartlift.run.Migration.Answer;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/** Calls operations over HTTP and reads what they answer. */
final class Operations {
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    private final String base;
    private final HttpClient http = HttpClient.newHttpClient();

    Operations(String base) {
        this.base = base;
    }

    Answer call(String operation, Parameters parameters, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/" + operation))
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(FHIR.newJsonParser().encodeResourceToString(parameters)));
        if (headers.length > 0) {
            request.headers(headers);
        }
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

    Parameters checkpoint(String label) {
        return call("$checkpoint", new Parameters().addParameter("label", new StringType(label)))
                .parameters();
    }

    /** Takes a checkpoint, and answers what asks to go back to it. */
    Parameters backTo(String label) {
        return to(checkpoint(label));
    }

    static Parameters to(Parameters checkpoint) {
        return new Parameters().addParameter("to", reference(checkpoint, "checkpoint"));
    }

    Parameters plan(Parameters to) {
        return call("$rollback", to).parameters();
    }

    static Parameters execution(Parameters to, Parameters plan) {
        return to.copy()
                .addParameter("dryRun", new BooleanType(false))
                .addParameter("planHash", new StringType(text(plan, "planHash")));
    }

    Answer execute(Parameters to, Parameters plan, String... headers) {
        return call("$rollback", execution(to, plan), headers);
    }

    /** Plans and executes. */
    Parameters rollBack(Parameters to) {
        Answer answer = execute(to, plan(to));
        assertThat(answer.status()).isEqualTo(200);
        return answer.parameters();
    }

    static String text(Parameters p, String name) {
        return p.getParameter(name).getValue().primitiveValue();
    }

    static Reference reference(Parameters p, String name) {
        return (Reference) p.getParameter(name).getValue();
    }

    /** Resources by action, of a rollback's answer; without zeros. */
    static Map<String, Integer> counts(Parameters p) {
        Map<String, Integer> counts = new TreeMap<>();
        for (ParametersParameterComponent c : p.getParameter()) {
            if (c.getName().equals("count")) {
                counts.put(
                        c.getPart().get(0).getValue().primitiveValue(),
                        Integer.parseInt(c.getPart().get(1).getValue().primitiveValue()));
            }
        }
        return counts;
    }
}
