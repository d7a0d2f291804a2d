package org.chartlift.reconcile.compare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.chartlift.reconcile.fact.FactKind;
import org.chartlift.reconcile.fact.FieldKind;
import org.chartlift.reconcile.fact.Form;
import org.chartlift.reconcile.fact.Forms;
import org.chartlift.reconcile.fact.StatementKind;
import org.chartlift.reconcile.statement.Statement;
import org.jspecify.annotations.Nullable;

/** What all statements of one fact come to, in the order in which they took effect. One thread. */
final class ExpectedFact {
    private final FactKind kind;
    private final List<@Nullable List<String>> values;
    private Statement last;
    private boolean says;

    ExpectedFact(Statement first) {
        this.kind = first.kind();
        this.values = new ArrayList<>(first.values());
        this.last = first;
        this.says = first.says();
    }

    void add(Statement later) {
        boolean sameRecord = later.order() == last.order();
        if (!sameRecord && later.merge()) {
            replaceElements(later);
        }
        for (int f = 0; f < values.size(); f++) {
            List<String> said = later.values().get(f);
            if (sameRecord) {
                values.set(f, beside(f, values.get(f), said, later.repeat()));
            } else if (!later.merge()) {
                values.set(f, said);
            } else if (said != null) {
                values.set(f, grows(kind.fields().get(f), said) ? union(values.get(f), said) : said);
            }
        }
        last = later;
        says |= later.says();
    }

    private static boolean grows(FieldKind field, List<String> said) {
        // codes without words take away no words of others
        return field.grows() && (!said.isEmpty() || field.form() == Form.DISPLAY);
    }

    /** Where a part of an element is said anew, what was said of its other parts is gone. */
    private void replaceElements(Statement later) {
        Set<String> replaced = new HashSet<>();
        for (int f = 0; f < values.size(); f++) {
            List<String> said = later.values().get(f);
            if (said != null && !said.isEmpty()) {
                replaced.add(kind.fields().get(f).element());
            }
        }
        for (int f = 0; f < values.size(); f++) {
            String element = kind.fields().get(f).element();
            if (!element.isEmpty() && replaced.contains(element)) {
                values.set(f, null);
            }
        }
    }

    /** How many fields have a value. */
    int said() {
        return (int) values.stream().filter(v -> v != null && !v.isEmpty()).count();
    }

    /** Two statements of one record. */
    private @Nullable List<String> beside(
            int field, @Nullable List<String> before, @Nullable List<String> said, StatementKind.Repeat repeat) {
        FieldKind kept = kind.fields().get(field);
        if (said == null || said.isEmpty() || before == null || before.isEmpty()) {
            return said == null || said.isEmpty() ? before : said;
        } else if (repeat == StatementKind.Repeat.JOIN && kept.compare() == FieldKind.Compare.ORDERED) {
            return Stream.concat(before.stream(), said.stream()).toList();
        } else if (repeat == StatementKind.Repeat.JOIN && kept.form() == Form.VALUE) {
            String words = Forms.words("");
            String line = said.get(0).startsWith(words) ? said.get(0).substring(words.length()) : said.get(0);
            return List.of(before.get(0) + " " + line);
        }
        return kept.grows() ? union(before, said) : said;
    }

    private static List<String> union(@Nullable List<String> before, List<String> now) {
        Set<String> all = new LinkedHashSet<>(before == null ? List.of() : before);
        all.addAll(now);
        return List.copyOf(all);
    }

    FactKind kind() {
        return kind;
    }

    /** Null where no record says anything. */
    @Nullable
    List<String> values(int field) {
        List<String> said = values.get(field);
        String otherwise = kind.fields().get(field).otherwise();
        return otherwise.isEmpty() || (said != null && !said.isEmpty()) ? said : List.of(otherwise);
    }

    /** Whether any record says more than that the segment was there. */
    boolean says() {
        return says;
    }

    Statement last() {
        return last;
    }
}
