package org.chartlift.reconcile.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.reconcile.Check;
import org.chartlift.reconcile.Difference;
import org.chartlift.reconcile.Level;
import org.chartlift.reconcile.Tally;
import org.chartlift.reconcile.Witness;
import org.chartlift.reconcile.fact.FactKind;
import org.chartlift.reconcile.fact.FactSet;
import org.chartlift.reconcile.fact.FieldKind;
import org.chartlift.reconcile.fact.JsonPath;
import org.chartlift.reconcile.landed.LandedForms;
import org.chartlift.reconcile.landed.LandedResource;
import org.chartlift.reconcile.statement.Statement;
import org.jspecify.annotations.Nullable;

/** Compares what was stated of one patient with that patient's chart. */
final class ChartComparison {
    private final FactSet facts;
    private final RecordWitness.Page page;
    private final Witness.Scope scope;
    private final Tally tally;
    private final LandedForms forms;

    ChartComparison(FactSet facts, RecordWitness.Page page, Witness.Scope scope, Tally tally) {
        this.facts = facts;
        this.page = page;
        this.scope = scope;
        this.tally = tally;
        this.forms = new LandedForms(page::resolve);
    }

    /**
     * @param patient {@code Patient/id}, or a name that begins with {@code ?} where the server has none
     * @param stated by the name of the kind
     */
    void compare(String patient, Map<String, List<ExpectedFact>> stated) {
        Map<String, List<LandedFact>> landed = landed(patient);
        for (FactKind kind : facts.kinds().values()) {
            if (!scope.types().isEmpty() && !scope.types().contains(kind.type())) {
                continue;
            }
            Matching matching = new Matching(
                    kind, stated.getOrDefault(kind.id(), List.of()), landed.getOrDefault(kind.id(), List.of()));
            matching.pairs().forEach(pair -> fields(kind, pair, matching.differing(pair.expected(), pair.actual())));
            if (scope.levels().contains(Level.KEYS)) {
                keys(kind, matching);
            }
            if (scope.levels().contains(Level.TEMPORAL)) {
                ChartOrder.check(kind, matching.pairs(), tally);
            }
        }
    }

    private Map<String, List<LandedFact>> landed(String patient) {
        Map<String, List<LandedFact>> landed = new HashMap<>();
        for (LandedResource resource : page.of(patient)) {
            for (FactKind kind : facts.kinds().values()) {
                if (kind.type().equals(resource.type()) && isOf(kind, resource)) {
                    landed.computeIfAbsent(kind.id(), k -> new ArrayList<>()).add(fact(kind, resource));
                }
            }
        }
        return landed;
    }

    private boolean isOf(FactKind kind, LandedResource resource) {
        for (FactKind.Where where : kind.where()) {
            List<JsonPath.Found> found = found(where.path(), resource);
            boolean holds = where.values().isEmpty()
                    ? found.isEmpty() != where.exists()
                    : found.stream()
                            .anyMatch(f -> where.values().contains(f.node().asText()));
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    private LandedFact fact(FactKind kind, LandedResource resource) {
        List<List<String>> values = new ArrayList<>();
        for (FieldKind field : kind.fields()) {
            values.add(forms.values(field.form(), found(field.server(), resource)));
        }
        return new LandedFact(resource, values);
    }

    private List<JsonPath.Found> found(List<JsonPath> paths, LandedResource resource) {
        List<JsonPath.Found> found = new ArrayList<>();
        paths.forEach(p -> found.addAll(p.from(resource.json(), page::resolve)));
        return found;
    }

    private void fields(FactKind kind, Matching.Pair pair, List<Integer> differing) {
        for (int f = 0; f < kind.fields().size(); f++) {
            FieldKind field = kind.fields().get(f);
            if (!scope.levels().contains(field.check().level())
                    || (field.ifStated() && pair.expected().values(f) == null)) {
                continue;
            }
            tally.checked(field.check());
            if (differing.contains(f)) {
                Statement last = pair.expected().last();
                String reference = pair.actual().resource().reference();
                tally.violated(new Difference(
                        field.check(),
                        last.location(),
                        last.path(),
                        reference,
                        kind.type() + "." + field.server().get(0),
                        shown(pair.expected().values(f)),
                        shown(pair.actual().values().get(f))));
            }
        }
    }

    private static String shown(@Nullable List<String> values) {
        return values == null ? "" : String.join(" | ", values);
    }

    private void keys(FactKind kind, Matching matching) {
        int pairs = matching.pairs().size();
        count(kind.missing(), pairs + matching.missing().size());
        count(kind.surplus(), pairs + matching.surplus().size());
        count(kind.doubled(), pairs + matching.surplus().size());
        for (ExpectedFact fact : matching.missing()) {
            tally.violated(new Difference(
                    kind.missing(),
                    fact.last().location(),
                    fact.last().path(),
                    "",
                    kind.type(),
                    telling(kind, fact),
                    ""));
        }
        Set<List<List<String>>> known = new HashSet<>();
        matching.pairs().forEach(p -> known.add(p.actual().values()));
        for (LandedFact fact : matching.surplus()) {
            Check check = known.contains(fact.values()) ? kind.doubled() : kind.surplus();
            tally.violated(new Difference(
                    check,
                    "",
                    "",
                    fact.resource().reference(),
                    kind.type(),
                    "",
                    shown(fact.values().get(0))));
        }
    }

    private void count(Check check, int times) {
        if (times > 0) {
            tally.checked(check, times);
        }
    }

    private static String telling(FactKind kind, ExpectedFact fact) {
        for (int f = 0; f < kind.fields().size(); f++) {
            List<String> values = fact.values(f);
            if (kind.fields().get(f).match() && values != null && !values.isEmpty()) {
                return kind.fields().get(f).name() + "=" + shown(values);
            }
        }
        return "";
    }
}
