package org.chartlift.reconcile.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.chartlift.reconcile.Check;
import org.chartlift.reconcile.Difference;
import org.chartlift.reconcile.Level;
import org.chartlift.reconcile.Tally;
import org.chartlift.reconcile.fact.FactKind;
import org.chartlift.reconcile.fact.FieldKind;
import org.chartlift.reconcile.fact.Form;
import org.chartlift.record.Severity;

/** Whether the events of a patient stand in the order that the source gives them. */
final class ChartOrder {
    private ChartOrder() {}

    private record Moment(String expected, String actual, Matching.Pair pair) {}

    static void check(FactKind kind, List<Matching.Pair> pairs, Tally tally) {
        int field = time(kind);
        if (field < 0) {
            return;
        }
        Check check = new Check(Level.TEMPORAL, kind.id() + ".order", Severity.B);
        List<Moment> moments = moments(field, pairs);
        for (int i = 1; i < moments.size(); i++) {
            Moment before = moments.get(i - 1);
            Moment after = moments.get(i);
            tally.checked(check);
            boolean stated = before.expected().compareTo(after.expected()) < 0;
            if (stated && before.actual().compareTo(after.actual()) > 0) {
                tally.violated(new Difference(
                        check,
                        after.pair().expected().last().location(),
                        after.pair().expected().last().path(),
                        after.pair().actual().resource().reference(),
                        kind.type() + "." + kind.fields().get(field).server().get(0),
                        after.expected(),
                        after.actual()));
            }
        }
    }

    private static int time(FactKind kind) {
        for (int f = 0; f < kind.fields().size(); f++) {
            FieldKind field = kind.fields().get(f);
            if (field.form() == Form.TIME && !field.check().level().equals(Level.ATTRIBUTION)) {
                return f;
            }
        }
        return -1;
    }

    private static List<Moment> moments(int field, List<Matching.Pair> pairs) {
        List<Moment> moments = new ArrayList<>();
        for (Matching.Pair pair : pairs) {
            List<String> expected = pair.expected().values(field);
            List<String> actual = pair.actual().values().get(field);
            if (expected != null && expected.size() == 1 && actual.size() == 1) {
                moments.add(new Moment(expected.get(0), actual.get(0), pair));
            }
        }
        moments.sort(Comparator.comparing(Moment::expected).thenComparing(Moment::actual));
        return moments;
    }
}
