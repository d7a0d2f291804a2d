package org.chartlift.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.net.URI;
import java.net.URISyntaxException;
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
import org.chartlift.run.Source;
import org.chartlift.run.SourceRoots;
import org.chartlift.run.Spool;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.jspecify.annotations.Nullable;

/** The Parameters of {@code $migrate}, read strictly: what is not known is refused. Stateless. */
final class MigrateParameters {
    private static final String SOURCE = "source";
    private static final Set<String> SINGLE = Set.of("sourceSystem", "mode", "requestId", "onError");
    private static final Set<String> PARTS = Set.of("path", "content", "format");

    private final FhirContext fhir;
    private final SourceRoots roots;
    private final Spool spool;
    private final List<String> formats;

    MigrateParameters(FhirContext fhir, SourceRoots roots, Spool spool, List<String> formats) {
        this.fhir = fhir;
        this.roots = roots;
        this.spool = spool;
        this.formats = formats;
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
            } else if (single.put(p.getName(), text(p)) != null) {
                throw new InvalidRequestException("parameter given twice: " + p.getName());
            }
        }
        String sourceSystem = uri(single.get("sourceSystem"));
        RunMode mode = word(single.getOrDefault("mode", "load"), RunMode::of, "mode");
        OnError onError = word(single.getOrDefault("onError", "quarantine"), OnError::of, "onError");
        if (sources.isEmpty() && mode != RunMode.RETRY) {
            throw new InvalidRequestException("parameter source is missing");
        }
        return new MigrateRequest(
                sources(sources),
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

    private static String text(ParametersParameterComponent p) {
        String value = p.hasValue() && p.getValue().isPrimitive() ? p.getValue().primitiveValue() : null;
        if (value == null || value.isBlank()) {
            throw new InvalidRequestException("parameter without a simple value: " + p.getName());
        }
        return value;
    }

    private static String uri(@Nullable String value) {
        if (value == null) {
            throw new InvalidRequestException("parameter sourceSystem is missing");
        }
        try {
            if (new URI(value).isAbsolute()) {
                return value;
            }
        } catch (URISyntaxException e) {
            throw new InvalidRequestException("sourceSystem is not a URI", e);
        }
        throw new InvalidRequestException("sourceSystem is not an absolute URI");
    }

    private static <T> T word(String value, Function<String, T> parser, String name) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("unknown " + name + ": " + value, e);
        }
    }

    private List<Source> sources(List<ParametersParameterComponent> given) {
        List<Source> sources = new ArrayList<>();
        try {
            for (ParametersParameterComponent source : given) {
                sources.add(source(source));
            }
            return sources;
        } catch (RuntimeException e) {
            spool.remove(sources);
            throw e;
        }
    }

    private Source source(ParametersParameterComponent source) {
        Map<String, ParametersParameterComponent> parts = new HashMap<>();
        for (ParametersParameterComponent part : source.getPart()) {
            if (!PARTS.contains(part.getName()) || parts.put(part.getName(), part) != null) {
                throw new InvalidRequestException("unknown or repeated part of source: " + part.getName());
            }
        }
        String format = parts.containsKey("format") ? text(parts.get("format")) : Source.AUTO;
        if (!Source.AUTO.equals(format) && !formats.contains(format)) {
            throw new InvalidRequestException("unknown format: " + format);
        }
        if (parts.containsKey("path") == parts.containsKey("content")) {
            throw new InvalidRequestException("a source has either path or content");
        }
        return parts.containsKey("path")
                ? path(text(parts.get("path")), format)
                : content(parts.get("content"), format);
    }

    private Source path(String path, String format) {
        try {
            return roots.resolve(path)
                    .map(real -> new Source(real, real.toString(), format))
                    .orElseThrow(() -> new ResourceNotFoundException(
                            "no readable file or folder of this path below an allowed root (chartlift.sources.roots)"));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(e.getMessage(), e);
        }
    }

    private Source content(ParametersParameterComponent part, String format) {
        if (!(part.getValue() instanceof Base64BinaryType content) || content.getValue() == null) {
            throw new InvalidRequestException("content is not a base64Binary");
        }
        return spool.put(content.getValue(), format);
    }
}
