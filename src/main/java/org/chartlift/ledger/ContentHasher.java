package org.chartlift.ledger;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.chartlift.record.ContentHash;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * The hash that says whether two versions of a resource are the same: SHA-256 over its canonical JSON without {@code meta.versionId},
 * {@code meta.lastUpdated} and the request id that HAPI appends to {@code meta.source}. Safe for use by several threads.
 *
 * <p>A decimal keeps its digits: {@code 1.10} and {@code 1.1} differ in FHIR (section 2.24.0.1), while RFC 8785 makes them one. A number whose text
 * is not already its canonical form is therefore hashed as a string, the way of RFC 8785 appendix D.
 */
public final class ContentHasher {
    private final FhirContext fhir;

    public ContentHasher(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** The hash; the resource is not changed. */
    public ContentHash hash(IBaseResource resource) {
        return ContentHash.of(canonical(resource).getBytes(StandardCharsets.UTF_8));
    }

    /** The text that is hashed. */
    public String canonical(IBaseResource resource) {
        return canonical(fhir.newJsonParser().setPrettyPrint(false).encodeResourceToString(resource));
    }

    static String canonical(String json) {
        Object tree = CanonicalJson.tree(json);
        if (tree instanceof Map<?, ?> resource && resource.get("meta") instanceof Map<?, ?> meta) {
            strip(meta);
            if (meta.isEmpty()) {
                resource.remove("meta");
            }
        }
        return CanonicalJson.write(tree, ContentHasher::exact);
    }

    @SuppressWarnings("unchecked")
    private static void strip(Map<?, ?> meta) {
        meta.remove("versionId");
        meta.remove("lastUpdated");
        if (meta.get("source") instanceof String source && source.indexOf('#') >= 0) {
            String uri = source.substring(0, source.indexOf('#'));
            if (uri.isEmpty()) {
                meta.remove("source");
            } else {
                ((Map<String, Object>) meta).put("source", uri);
            }
        }
    }

    private static String exact(String lexical) {
        return lexical.equals(CanonicalJson.ecmaScript(lexical)) ? lexical : '"' + lexical + '"';
    }
}
