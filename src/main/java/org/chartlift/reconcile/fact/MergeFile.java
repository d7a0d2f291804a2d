package org.chartlift.reconcile.fact;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Compiles one entry of {@code merges.yaml}. */
final class MergeFile {
    private static final Set<String> NAMES = Set.of("segment", "when", "from", "into", "undo", "note");

    private MergeFile() {}

    static FactSet.MergeKind compile(JsonNode merge) {
        FactFile.known(merge, NAMES);
        return new FactSet.MergeKind(
                FactFile.text(merge, "segment"),
                FactFile.conditions(merge.path("when")),
                FactFile.path(merge, "from", ""),
                FactFile.path(merge, "into", ""),
                merge.path("undo").asBoolean());
    }
}
