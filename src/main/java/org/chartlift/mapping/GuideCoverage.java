package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.chartlift.mapping.function.Functions;
import org.chartlift.record.Outcome;

/** Holds the maps against the rows of the guide. Used by one thread. */
final class GuideCoverage {
    /** What became of a row. */
    enum State {
        IMPLEMENTED("implemented"),
        OVERRIDDEN("overridden"),
        NOT_YET("not yet");

        final String words;

        State(String words) {
            this.words = words;
        }
    }

    /**
     * A row and what became of it.
     *
     * @param how what writes it, or why it is not written there
     */
    record Measured(GuideRow row, State state, String how) {}

    private final List<RuleInfo> rules;
    private final List<RuleListing.Link> links;

    GuideCoverage(RuleListing listing) {
        rules = listing.rules();
        links = listing.links();
    }

    List<Measured> measure(List<GuideRow> rows) {
        return rows.stream().map(this::measure).toList();
    }

    private Measured measure(GuideRow row) {
        if (!row.function().isEmpty()) {
            boolean there = Functions.standard().find(row.function()) != null;
            return new Measured(row, there ? State.IMPLEMENTED : State.NOT_YET, "`" + row.function() + "`");
        }
        Set<String> same = new LinkedHashSet<>();
        List<String> other = new ArrayList<>();
        for (RuleInfo r : rules) {
            if (!r.segment().equals(row.source()) || r.field() == 0 || !r.covers(row.number())) {
                continue;
            }
            if (r.outcome() == Outcome.MAPPED && row.isWrittenBy(r.target())) {
                same.add(r.rule());
            } else if (!other.contains(does(r))) {
                other.add(does(r));
            }
        }
        links.stream().filter(l -> row.isWrittenBy(l.target()) && leads(l, row)).forEach(l -> same.add(l.rule()));
        if (!same.isEmpty()) {
            return new Measured(row, State.IMPLEMENTED, code(same));
        }
        boolean overridden = !row.reason().isEmpty();
        String how = (overridden ? row.reason() + (other.isEmpty() ? "" : ". ") : "") + String.join("; ", other);
        return new Measured(row, overridden ? State.OVERRIDDEN : State.NOT_YET, how);
    }

    /** Whether a reference leads to a resource that is made of the row's field, or is found by it. */
    private boolean leads(RuleListing.Link link, GuideRow row) {
        return link.fields().contains(row.field())
                || rules.stream()
                        .anyMatch(r -> link.maps().contains(r.map())
                                && r.segment().equals(row.source())
                                && r.field() > 0
                                && r.covers(row.number())
                                && r.outcome() == Outcome.MAPPED);
    }

    private static String does(RuleInfo r) {
        return switch (r.outcome()) {
            case MAPPED -> "`" + r.target() + "`";
            case DROPPED -> "dropped (" + r.detail() + ")";
            default -> "carried";
        };
    }

    private static String code(Set<String> ids) {
        return "`" + String.join("`, `", ids) + "`";
    }
}
