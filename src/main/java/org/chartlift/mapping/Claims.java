package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.chartlift.record.Outcome;
import org.chartlift.source.NullKind;
import org.chartlift.source.SourceTree;
import org.jspecify.annotations.Nullable;

/** Who claimed which leaf, as a log; at the end it is folded into one outcome for each leaf. Used by one thread. */
final class Claims {
    private final SourceTree tree;
    private int size;
    private int[] leaf = new int[128];
    private int[] previous = new int[128];
    private Place[] place = new Place[128];
    private String[] rule = new String[128];
    private Outcome[] kind = new Outcome[128];
    private String[] detail = new String[128];
    private final int[] last;
    private final Outcome[] verdict;
    private final String[] verdictRule;
    private final String[] verdictDetail;

    Claims(SourceTree tree) {
        this.tree = tree;
        last = new int[tree.leafCount()];
        Arrays.fill(last, -1);
        verdict = new Outcome[tree.leafCount()];
        verdictRule = new String[tree.leafCount()];
        verdictDetail = new String[tree.leafCount()];
    }

    /** The leaf's value stands at this place. */
    void write(int leafOrdinal, Place at, String byRule, Outcome outcome, String why) {
        if (size == leaf.length) {
            grow();
        }
        leaf[size] = leafOrdinal;
        previous[size] = last[leafOrdinal];
        place[size] = at;
        rule[size] = byRule;
        kind[size] = outcome;
        detail[size] = why;
        last[leafOrdinal] = size++;
    }

    private void grow() {
        int capacity = size * 2;
        leaf = Arrays.copyOf(leaf, capacity);
        previous = Arrays.copyOf(previous, capacity);
        place = Arrays.copyOf(place, capacity);
        rule = Arrays.copyOf(rule, capacity);
        kind = Arrays.copyOf(kind, capacity);
        detail = Arrays.copyOf(detail, capacity);
    }

    int mark() {
        return size;
    }

    /** Takes back every claim since the mark. */
    void rollback(int mark) {
        while (size > mark) {
            size--;
            last[leaf[size]] = previous[size];
            place[size] = null;
        }
    }

    /** Turns claims on exactly this place, made since the mark, into another outcome. */
    void change(int mark, Place at, Outcome outcome, String why) {
        for (int i = mark; i < size; i++) {
            if (place[i] == at) {
                kind[i] = outcome;
                detail[i] = why;
            }
        }
    }

    /** Whether the value was written somewhere, or something else final was said. */
    boolean isClaimed(int leafOrdinal) {
        Outcome v = verdict[leafOrdinal];
        return last[leafOrdinal] >= 0 || v == Outcome.NULL || v == Outcome.DROPPED;
    }

    boolean isDropped(int leafOrdinal) {
        return last[leafOrdinal] < 0 && verdict[leafOrdinal] == Outcome.DROPPED;
    }

    /** Says something about a leaf that was not written: the weightier word stays. */
    void say(int leafOrdinal, Outcome outcome, String byRule, String why) {
        Outcome before = verdict[leafOrdinal];
        if (before == null || weight(outcome) > weight(before)) {
            verdict[leafOrdinal] = outcome;
            verdictRule[leafOrdinal] = byRule;
            verdictDetail[leafOrdinal] = why;
        }
    }

    /** Why a rule could not write the leaf; empty if none tried. */
    String failure(int leafOrdinal) {
        return verdict[leafOrdinal] == Outcome.FAILED ? verdictDetail[leafOrdinal] : "";
    }

    private static int weight(Outcome o) {
        return switch (o) {
            case NULL -> 4;
            case DROPPED -> 3;
            case FAILED -> 2;
            case CONDITION -> 1;
            default -> 0;
        };
    }

    List<LeafOutcome> outcomes() {
        List<LeafOutcome> all = new ArrayList<>(last.length);
        for (int l = 0; l < last.length; l++) {
            all.add(outcome(l));
        }
        return all;
    }

    private LeafOutcome outcome(int l) {
        LeafOutcome written = last[l] < 0 ? null : written(l);
        if (written != null && written.outcome() != Outcome.OVERWRITTEN) {
            return written;
        }
        if (tree.nullKind(tree.leaf(l)) == NullKind.BLANK) {
            return new LeafOutcome(l, Outcome.NULL, "", "blank", List.of());
        }
        if (written != null) {
            return written;
        }
        return verdict[l] == null
                ? new LeafOutcome(l, Outcome.UNMAPPED, "", "", List.of())
                : new LeafOutcome(l, verdict[l], verdictRule[l], verdictDetail[l], List.of());
    }

    /** One claim that stands. */
    record Claimed(int leaf, String rule, Outcome kind, String detail) {}

    /** The claims that stand, by the place that holds the value in the end, each place's in the order in which they were made. */
    Map<Place, List<Claimed>> standing() {
        Map<Place, List<Claimed>> standing = new IdentityHashMap<>();
        for (int i = 0; i < size; i++) {
            if (place[i].overwriter() == null) {
                standing.computeIfAbsent(place[i].standing(), p -> new ArrayList<>(1))
                        .add(new Claimed(leaf[i], rule[i], kind[i], detail[i]));
            }
        }
        return standing;
    }

    private @Nullable LeafOutcome written(int l) {
        List<String> targets = new ArrayList<>(1);
        int best = -1;
        String overwriter = "";
        for (int i = last[l]; i >= 0; i = previous[i]) {
            String by = place[i].overwriter();
            if (by != null) {
                overwriter = overwriter.isEmpty() ? by : overwriter;
                continue;
            }
            String path = place[i].path();
            if (!targets.contains(path)) {
                targets.add(0, path);
            }
            best = best < 0 || rank(kind[i]) >= rank(kind[best]) ? i : best;
        }
        if (best < 0) {
            return new LeafOutcome(l, Outcome.OVERWRITTEN, rule[last[l]], overwriter, List.of());
        }
        return new LeafOutcome(l, kind[best], rule[best], detail[best], List.copyOf(targets));
    }

    private static int rank(Outcome o) {
        return o == Outcome.TRANSLATED ? 2 : o == Outcome.MAPPED ? 1 : 0;
    }
}
