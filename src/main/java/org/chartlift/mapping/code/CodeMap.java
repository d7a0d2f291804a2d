package org.chartlift.mapping.code;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.ConceptMap.ConceptMapGroupComponent;
import org.hl7.fhir.r4.model.ConceptMap.ConceptMapGroupUnmappedMode;
import org.hl7.fhir.r4.model.ConceptMap.SourceElementComponent;
import org.hl7.fhir.r4.model.ConceptMap.TargetElementComponent;
import org.jspecify.annotations.Nullable;

/** One ConceptMap as a hash table. Immutable. */
public final class CodeMap {
    private final String name;
    private final Map<String, Map<String, Translation>> bySystem;
    private final Map<String, Translation> byCode;
    private final Map<String, Translation> defaults;
    private final @Nullable Translation anyDefault;

    private CodeMap(String name, Map<String, Map<String, Translation>> bySystem, Map<String, Translation> defaults) {
        this.name = name;
        this.bySystem = bySystem;
        this.defaults = defaults;
        Map<String, Translation> codes = new HashMap<>();
        bySystem.values().forEach(m -> m.forEach(codes::putIfAbsent));
        byCode = codes;
        anyDefault = defaults.size() == 1 ? defaults.values().iterator().next() : null;
    }

    /** Compiles. A code with several targets takes the first whose equivalence is a translation at all. */
    public static CodeMap of(String name, ConceptMap map) {
        Map<String, Map<String, Translation>> bySystem = new java.util.LinkedHashMap<>();
        Map<String, Translation> defaults = new java.util.LinkedHashMap<>();
        for (ConceptMapGroupComponent group : map.getGroup()) {
            Map<String, Translation> codes = bySystem.computeIfAbsent(orEmpty(group.getSource()), s -> new HashMap<>());
            for (SourceElementComponent element : group.getElement()) {
                Translation translation = first(group, element);
                if (translation != null) {
                    codes.putIfAbsent(element.getCode(), translation);
                }
            }
            if (group.hasUnmapped() && group.getUnmapped().getMode() == ConceptMapGroupUnmappedMode.FIXED) {
                defaults.put(
                        orEmpty(group.getSource()),
                        new Translation(
                                orEmpty(group.getTarget()),
                                group.getUnmapped().getCode(),
                                orEmpty(group.getUnmapped().getDisplay())));
            }
        }
        return new CodeMap(name, bySystem, defaults);
    }

    private static @Nullable Translation first(ConceptMapGroupComponent group, SourceElementComponent element) {
        for (TargetElementComponent t : element.getTarget()) {
            boolean translates = t.hasCode()
                    && switch (t.getEquivalence() == null
                            ? org.hl7.fhir.r4.model.Enumerations.ConceptMapEquivalence.EQUIVALENT
                            : t.getEquivalence()) {
                        case UNMATCHED, DISJOINT, NULL -> false;
                        default -> true;
                    };
            if (translates) {
                return new Translation(orEmpty(group.getTarget()), t.getCode(), orEmpty(t.getDisplay()));
            }
        }
        return null;
    }

    private static String orEmpty(@Nullable String s) {
        return s == null ? "" : s;
    }

    public String name() {
        return name;
    }

    /** What the map says for this code of this system, or null. */
    public @Nullable Translation translate(String system, String code) {
        Map<String, Translation> codes = bySystem.get(system);
        Translation found = codes == null ? null : codes.get(code);
        if (found == null) {
            found = bySystem.containsKey("") ? bySystem.get("").get(code) : null;
        }
        return found == null ? defaults.get(system) : found;
    }

    /** What the map says for this code where the source names no system, or null. */
    public @Nullable Translation translate(String code) {
        Translation found = byCode.get(code);
        return found == null ? anyDefault : found;
    }

    /** Every possible result. */
    public Collection<Translation> results() {
        List<Translation> all = new ArrayList<>();
        bySystem.values().forEach(m -> all.addAll(m.values()));
        all.addAll(defaults.values());
        return all;
    }
}
