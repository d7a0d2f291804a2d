package org.chartlift.lineage;

import java.util.List;
import java.util.Optional;
import org.chartlift.record.Finding;

/**
 * What became of a source record.
 *
 * @param record the record
 * @param disposition what became of it as a whole; empty if that is not known
 * @param reproduced whether doing the conversion again gives the content that was stored, of what belongs to one patient
 * @param reasons why not; slugs with what they are about
 * @param targets the resources that it speaks of
 * @param leaves its populated leaves, in source order
 * @param findings what the conversion found
 */
public record RecordLineage(
        SourceRecord record,
        String disposition,
        boolean reproduced,
        List<String> reasons,
        List<Target> targets,
        List<Leaf> leaves,
        List<Finding> findings) {
    public RecordLineage {
        reasons = List.copyOf(reasons);
        targets = List.copyOf(targets);
        leaves = List.copyOf(leaves);
        findings = List.copyOf(findings);
    }

    /**
     * A resource that the record speaks of.
     *
     * @param reference {@code Type/id}
     * @param version the version that was written out of it, alone or with others; empty if it changed nothing or is not loaded
     */
    public record Target(String reference, Optional<Long> version) {}

    /**
     * What became of a leaf.
     *
     * @param source the leaf
     * @param outcome its outcome's word
     * @param detail reason, cause or overwriting rule; empty if there is none
     * @param rule the deciding rule
     * @param targets the values made of it, such as {@code Patient/x.name[0].family}, numbered as in the record's own resources
     */
    public record Leaf(SourceLeaf source, String outcome, String detail, RuleUsed rule, List<String> targets) {
        public Leaf {
            targets = List.copyOf(targets);
        }
    }
}
