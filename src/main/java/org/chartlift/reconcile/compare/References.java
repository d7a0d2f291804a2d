package org.chartlift.reconcile.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The literal references of a resource. */
final class References {
    private static final Pattern LITERAL = Pattern.compile("[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}");
    private static final Set<String> HOLDERS = Set.of("reference", "url");

    private References() {}

    /** {@code Type/id}, without versions; those to contained and to other servers' resources are left out. */
    static Set<String> of(JsonNode resource) {
        Set<String> references = new TreeSet<>();
        collect(resource, references);
        return references;
    }

    private static void collect(JsonNode node, Set<String> to) {
        if (node.isArray()) {
            node.forEach(n -> collect(n, to));
        } else if (node.isObject()) {
            node.properties().forEach(e -> {
                JsonNode value = e.getValue();
                if (value.isTextual() && HOLDERS.contains(e.getKey())) {
                    String reference = value.asText().replaceFirst("/_history/\\d+$", "");
                    if (LITERAL.matcher(reference).matches()) {
                        to.add(reference);
                    }
                } else if (value.isContainerNode()) {
                    collect(value, to);
                }
            });
        }
    }
}
