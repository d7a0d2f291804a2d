package org.chartlift.operation;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.run.Source;
import org.chartlift.run.SourceRoots;
import org.chartlift.run.Spool;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;

/** The parameters {@code source} and {@code sourceSystem}, which several operations have. Stateless. */
final class SourceParameters {
    private static final Set<String> PARTS = Set.of("path", "content", "format");

    private final SourceRoots roots;
    private final Spool spool;
    private final List<String> formats;

    SourceParameters(SourceRoots roots, Spool spool, List<String> formats) {
        this.roots = roots;
        this.spool = spool;
        this.formats = formats;
    }

    /** The value of a parameter that has a simple one. */
    static String text(ParametersParameterComponent p) {
        String value = p.hasValue() && p.getValue().isPrimitive() ? p.getValue().primitiveValue() : null;
        if (value == null || value.isBlank()) {
            throw new InvalidRequestException("parameter without a simple value: " + p.getName());
        }
        return value;
    }

    /** An absolute URI. */
    static String uri(String value) {
        try {
            if (new URI(value).isAbsolute()) {
                return value;
            }
        } catch (URISyntaxException e) {
            throw new InvalidRequestException("sourceSystem is not a URI", e);
        }
        throw new InvalidRequestException("sourceSystem is not an absolute URI");
    }

    /**
     * The sources; uploads are kept in the spool, which the caller clears.
     *
     * @throws InvalidRequestException if one is malformed
     * @throws ResourceNotFoundException if a path is not there, or not below an allowed root
     */
    List<Source> sources(List<ParametersParameterComponent> given) {
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

    /** Gives uploads back that nobody will use. */
    void remove(List<Source> sources) {
        spool.remove(sources);
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
