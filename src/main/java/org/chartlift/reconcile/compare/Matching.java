package org.chartlift.reconcile.compare;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.chartlift.reconcile.fact.FactKind;
import org.chartlift.reconcile.fact.FieldKind;
import org.chartlift.reconcile.fact.Forms;
import org.jspecify.annotations.Nullable;

/**
 * Finds for each stated fact of one patient and kind its counterpart on the server. What agrees in every field goes first, by a key over all fields, so that a clean
 * chart costs one look at each; only what is left is compared pair by pair, the most alike first.
 */
final class Matching {
    private static final int WEIGHT_OF_MATCH = 10;

    /** Beyond this many pairs the left over are compared only with those that share a telling field. */
    private static final int MANY = 250_000;

    private final FactKind kind;
    private final List<Pair> pairs = new ArrayList<>();
    private final List<ExpectedFact> missing;
    private final List<LandedFact> surplus;

    /** A stated fact and what the server holds of it. */
    record Pair(ExpectedFact expected, LandedFact actual) {}

    private record Candidate(int expected, int actual, int score) {}

    Matching(FactKind kind, Collection<ExpectedFact> expected, Collection<LandedFact> actual) {
        this.kind = kind;
        this.missing = new ArrayList<>(expected);
        // who says most has the least choice
        this.missing.sort(Comparator.comparingInt(ExpectedFact::said).reversed());
        this.surplus = new ArrayList<>(actual);
        exact();
        missing.removeIf(e -> !e.says());
        alike();
    }

    List<Pair> pairs() {
        return pairs;
    }

    List<ExpectedFact> missing() {
        return missing;
    }

    List<LandedFact> surplus() {
        return surplus;
    }

    private void exact() {
        Map<String, Deque<LandedFact>> byKey = new HashMap<>();
        surplus.forEach(
                a -> byKey.computeIfAbsent(key(a), k -> new ArrayDeque<>()).add(a));
        Set<LandedFact> taken = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
        for (Iterator<ExpectedFact> it = missing.iterator(); it.hasNext(); ) {
            ExpectedFact e = it.next();
            LandedFact found = first(byKey.get(key(e)), e);
            if (found != null) {
                taken.add(found);
                pairs.add(new Pair(e, found));
                it.remove();
            }
        }
        surplus.removeIf(taken::contains);
    }

    private @Nullable LandedFact first(@Nullable Deque<LandedFact> candidates, ExpectedFact expected) {
        if (candidates != null) {
            for (Iterator<LandedFact> it = candidates.iterator(); it.hasNext(); ) {
                LandedFact candidate = it.next();
                if (differing(expected, candidate).isEmpty()) {
                    it.remove();
                    return candidate;
                }
            }
        }
        return null;
    }

    /** The numbers of the fields that do not agree. */
    List<Integer> differing(ExpectedFact expected, LandedFact actual) {
        List<Integer> differing = new ArrayList<>();
        for (int f = 0; f < kind.fields().size(); f++) {
            if (!FieldComparison.agrees(
                    kind.fields().get(f), expected.values(f), actual.values().get(f))) {
                differing.add(f);
            }
        }
        return differing;
    }

    private String key(LandedFact fact) {
        StringBuilder key = new StringBuilder();
        for (int f = 0; f < kind.fields().size(); f++) {
            append(key, kind.fields().get(f), fact.values().get(f));
        }
        return key.toString();
    }

    private String key(ExpectedFact fact) {
        StringBuilder key = new StringBuilder();
        for (int f = 0; f < kind.fields().size(); f++) {
            append(key, kind.fields().get(f), fact.values(f));
        }
        return key.toString();
    }

    private static void append(StringBuilder key, FieldKind field, @Nullable List<String> values) {
        if (field.compare() == FieldKind.Compare.EQUAL && !field.ifStated()) {
            new TreeSet<>(values == null ? List.of() : values)
                    .stream().filter(v -> !Forms.isSaidText(v)).forEach(v -> key.append(v)
                            .append('\u001e'));
            key.append('\u001f');
        }
    }

    private void alike() {
        List<Candidate> candidates = new ArrayList<>();
        boolean many = (long) missing.size() * surplus.size() > MANY;
        for (int e = 0; e < missing.size(); e++) {
            for (int a = 0; a < surplus.size(); a++) {
                int score = score(missing.get(e), surplus.get(a));
                if (score > (many ? WEIGHT_OF_MATCH : 0)) {
                    candidates.add(new Candidate(e, a, score));
                }
            }
        }
        candidates.sort(Comparator.comparingInt(Candidate::score)
                .reversed()
                .thenComparingInt(Candidate::expected)
                .thenComparingInt(Candidate::actual));
        Set<Integer> usedExpected = new HashSet<>();
        Set<Integer> usedActual = new HashSet<>();
        for (Candidate c : candidates) {
            if (!usedExpected.contains(c.expected()) && !usedActual.contains(c.actual())) {
                usedExpected.add(c.expected());
                usedActual.add(c.actual());
                pairs.add(new Pair(missing.get(c.expected()), surplus.get(c.actual())));
            }
        }
        remove(missing, usedExpected);
        remove(surplus, usedActual);
    }

    private static void remove(List<?> list, Set<Integer> places) {
        new TreeSet<>(places).descendingSet().forEach(i -> list.remove(i.intValue()));
    }

    /** How much two facts have in common; 0 if they are not the same thing. */
    private int score(ExpectedFact expected, LandedFact actual) {
        int telling = 0;
        int others = 0;
        int stated = 0;
        boolean hasTelling = false;
        for (int f = 0; f < kind.fields().size(); f++) {
            FieldKind field = kind.fields().get(f);
            List<String> values = expected.values(f);
            boolean said = values != null && !values.isEmpty();
            stated += said && !field.match() ? 1 : 0;
            hasTelling |= said && field.match();
            if (said && FieldComparison.agrees(field, values, actual.values().get(f))) {
                if (field.match()) {
                    telling++;
                } else {
                    others++;
                }
            }
        }
        // what lost the very field that tells it is still known by most of the rest, so that the field can be named
        boolean byTheRest = others > 1 && others * 2 > stated;
        boolean same = hasTelling ? telling > 0 || byTheRest : others > 0;
        return same || kind.type().equals("Patient") ? 1 + telling * WEIGHT_OF_MATCH + others : 0;
    }
}
