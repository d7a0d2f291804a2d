package org.chartlift.lineage;

import java.util.List;
import java.util.Optional;

/**
 * Where the values of a stored resource came from.
 *
 * @param reference {@code Type/id}
 * @param version the version that is told of
 * @param reproduced whether doing the conversions again gives the content that was stored
 * @param reasons why not; slugs with what they are about
 * @param values the values that were asked for, in the order of the resource
 */
public record InstanceLineage(
        String reference, long version, boolean reproduced, List<String> reasons, List<Value> values) {
    public InstanceLineage {
        reasons = List.copyOf(reasons);
        values = List.copyOf(values);
    }

    /**
     * One primitive value.
     *
     * @param path for example {@code Patient.name[0].family}; can be asked for again, and evaluated as FHIRPath
     * @param kind {@code source}, {@code fixed}, {@code reference}, or {@code unknown} for what no record said
     * @param rule the rule that wrote it
     * @param vocabulary name of the ConceptMap that translated it; empty if none did
     * @param record the record that said it last; empty if none did
     * @param sources the leaves that it was made of
     */
    public record Value(
            String path,
            String kind,
            RuleUsed rule,
            String vocabulary,
            Optional<SourceRecord> record,
            List<SourceLeaf> sources) {
        public Value {
            sources = List.copyOf(sources);
        }
    }
}
