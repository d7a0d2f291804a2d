package org.chartlift.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.chartlift.ledger.CanonicalJson;
import org.chartlift.ledger.OnError;
import org.chartlift.ledger.RunMode;
import org.chartlift.record.ContentHash;
import org.chartlift.run.MigrateRequest;
import org.chartlift.run.SourceRoots;
import org.chartlift.run.Spool;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;

/** The Parameters of {@code $migrate}, read strictly: what is not known is refused. Stateless. */
final class MigrateParameters {
    private static final String SOURCE = "source";
    private static final Set<String> SINGLE = Set.of("sourceSystem", "mode", "requestId", "onError");

    private final FhirContext fhir;
    private final SourceParameters given;

    MigrateParameters(FhirContext fhir, SourceRoots roots, Spool spool, List<String> formats) {
        this.fhir = fhir;
        this.given = new SourceParameters(roots, spool, formats);
    }

    /**
     * The request.
     *
     * @throws InvalidRequestException if it is malformed
     * @throws ResourceNotFoundException if a path is not there, or not below an allowed root
     */
    MigrateRequest parse(Parameters parameters, String xRequestId) {
        Map<String, String> single = new HashMap<>();
        List<ParametersParameterComponent> sources = new ArrayList<>();
        for (ParametersParameterComponent p : parameters.getParameter()) {
            if (SOURCE.equals(p.getName())) {
                sources.add(p);
            } else if (!SINGLE.contains(p.getName())) {
                throw new InvalidRequestException("unknown parameter: " + p.getName());
            } else if (single.put(p.getName(), SourceParameters.text(p)) != null) {
                throw new InvalidRequestException("parameter given twice: " + p.getName());
            }
        }
        String system = single.get("sourceSystem");
        if (system == null) {
            throw new InvalidRequestException("parameter sourceSystem is missing");
        }
        String sourceSystem = SourceParameters.uri(system);
        RunMode mode = word(single.getOrDefault("mode", "load"), RunMode::of, "mode");
        if (mode == RunMode.REPAIR) {
            throw new InvalidRequestException("a repair is asked for with $reconcile");
        }
        OnError onError = word(single.getOrDefault("onError", "quarantine"), OnError::of, "onError");
        if (sources.isEmpty() && mode != RunMode.RETRY) {
            throw new InvalidRequestException("parameter source is missing");
        }
        return new MigrateRequest(
                given.sources(sources),
                sourceSystem,
                mode,
                onError,
                single.getOrDefault("requestId", ""),
                hash(parameters),
                xRequestId,
                "");
    }

    private String hash(Parameters parameters) {
        String json = fhir.newJsonParser().encodeResourceToString(parameters);
        return ContentHash.of(CanonicalJson.of(json).getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    private static <T> T word(String value, Function<String, T> parser, String name) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("unknown " + name + ": " + value, e);
        }
    }
}
