package org.chartlift.lineage;

import java.util.List;
import org.chartlift.ledger.RecordRow;
import org.chartlift.mapping.Conversion;
import org.chartlift.mapping.MapSet;
import org.chartlift.mapping.Origin;

/**
 * One record, converted again.
 *
 * @param row the record
 * @param record the same, for people
 * @param maps what it was converted by
 * @param conversion what came out, with origins
 */
record Trace(RecordRow row, SourceRecord record, MapSet maps, Conversion conversion) {
    RuleUsed rule(String id) {
        return id.isEmpty() ? RuleUsed.NONE : RuleUsed.of(maps, id);
    }

    List<SourceLeaf> sources(Origin origin, boolean values) {
        return origin.leaves().stream()
                .map(leaf -> SourceLeaf.of(conversion.tree(), leaf, values))
                .toList();
    }
}
