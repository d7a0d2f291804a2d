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
import org.chartlift.ledger.CanonicalJson;
import org.chartlift.record.ContentHash;
import org.chartlift.rollback.Asking;
import org.chartlift.rollback.Checkpoint;
import org.chartlift.rollback.Checkpoints;
import org.chartlift.rollback.RollbackRequest;
import org.chartlift.rollback.Scope;
import org.chartlift.rollback.Strategy;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** The Parameters of {@code $rollback}, read strictly: what is not known is refused. Stateless. */
final class RollbackParameters {
    private static final Set<String> SINGLE =
            Set.of("to", "department", "strategy", "dryRun", "planHash", "reason", "requestId");
    private static final Set<String> MANY = Set.of("_type", "patient", "run");
    private static final String RUN = "chartlift-run-";

    private final FhirContext fhir;
    private final Checkpoints checkpoints;

    RollbackParameters(FhirContext fhir, Checkpoints checkpoints) {
        this.fhir = fhir;
        this.checkpoints = checkpoints;
    }

    /**
     * The request.
     *
     * @throws InvalidRequestException if it is malformed
     * @throws ResourceNotFoundException if there is no such checkpoint
     */
    RollbackRequest parse(Parameters parameters, Asking asking) {
        Map<String, String> single = new HashMap<>();
        Map<String, List<String>> many = new HashMap<>();
        for (ParametersParameterComponent p : parameters.getParameter()) {
            String name = String.valueOf(p.getName());
            if (MANY.contains(name)) {
                many.computeIfAbsent(name, n -> new ArrayList<>()).add(text(p));
            } else if (!SINGLE.contains(name)) {
                throw new InvalidRequestException("unknown parameter: " + name);
            } else if (single.put(name, text(p)) != null) {
                throw new InvalidRequestException("parameter given twice: " + name);
            }
        }
        Scope scope = new Scope(
                many.getOrDefault("_type", List.of()).stream().map(this::type).toList(),
                many.getOrDefault("patient", List.of()).stream()
                        .map(p -> reference(p, Set.of("Patient"), "patient"))
                        .toList(),
                many.getOrDefault("run", List.of()).stream()
                        .map(RollbackParameters::run)
                        .toList(),
                department(single.get("department")));
        return new RollbackRequest(
                checkpoint(single.get("to")),
                scope,
                strategy(single.getOrDefault("strategy", "merge")),
                bool(single.getOrDefault("dryRun", "true")),
                single.getOrDefault("planHash", ""),
                single.getOrDefault("reason", ""),
                single.getOrDefault("requestId", ""),
                hash(parameters),
                asking);
    }

    private String hash(Parameters parameters) {
        String json = fhir.newJsonParser().encodeResourceToString(parameters);
        return ContentHash.of(CanonicalJson.of(json).getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    private static String text(ParametersParameterComponent p) {
        String value = p.getValue() instanceof Reference reference
                ? reference.getReference()
                : p.hasValue() && p.getValue().isPrimitive() ? p.getValue().primitiveValue() : null;
        if (value == null || value.isBlank()) {
            throw new InvalidRequestException("parameter without a simple value: " + p.getName());
        }
        return value;
    }

    private Checkpoint checkpoint(@Nullable String to) {
        if (to == null) {
            throw new InvalidRequestException("parameter to is missing");
        }
        return checkpoints
                .find(Checkpoint.number(to))
                .orElseThrow(() -> new ResourceNotFoundException("no such checkpoint"));
    }

    private String type(String type) {
        if (!fhir.getResourceTypes().contains(type)) {
            throw new InvalidRequestException("unknown resource type in _type");
        }
        return type;
    }

    private static String reference(String value, Set<String> types, String name) {
        IdType id = new IdType(value);
        if (!id.hasIdPart() || !id.hasResourceType() || !types.contains(id.getResourceType())) {
            throw new InvalidRequestException(name + " is not a reference to one of " + types);
        }
        return id.getResourceType() + '/' + id.getIdPart();
    }

    private static String department(@Nullable String value) {
        return value == null ? "" : reference(value, Set.of("Location", "Organization"), "department");
    }

    /** The number of a run, or a reference to its Task. */
    private static Long run(String value) {
        String id = value.startsWith("Task/") ? value.substring("Task/".length()) : value;
        try {
            return Long.valueOf(id.startsWith(RUN) ? id.substring(RUN.length()) : id);
        } catch (NumberFormatException e) {
            throw new InvalidRequestException("run is not a reference to the Task of a run", e);
        }
    }

    private static Strategy strategy(String word) {
        try {
            return Strategy.of(word);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("unknown strategy: " + word, e);
        }
    }

    private static boolean bool(String word) {
        if (!word.equals("true") && !word.equals("false")) {
            throw new InvalidRequestException("dryRun is neither true nor false");
        }
        return word.equals("true");
    }
}
