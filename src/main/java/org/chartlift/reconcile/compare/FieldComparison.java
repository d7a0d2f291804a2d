package org.chartlift.reconcile.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.chartlift.reconcile.fact.FieldKind;
import org.chartlift.reconcile.fact.Forms;
import org.jspecify.annotations.Nullable;

/** Whether the two sides of a field agree. */
final class FieldComparison {
    private FieldComparison() {}

    /** @param expected null where no record says anything */
    static boolean agrees(FieldKind field, @Nullable List<String> expected, List<String> actual) {
        if (expected == null && field.ifStated()) {
            return true;
        }
        List<String> wanted = expected == null ? List.of() : expected;
        return textsAgree(wanted, actual) && agree(field, withoutTexts(wanted), withoutTexts(actual));
    }

    private static boolean textsAgree(List<String> wanted, List<String> actual) {
        List<String> texts = actual.stream().filter(Forms::isSaidText).toList();
        return texts.isEmpty() || wanted.stream().filter(Forms::isSaidText).allMatch(texts::contains);
    }

    private static List<String> withoutTexts(List<String> values) {
        return values.stream().anyMatch(Forms::isSaidText)
                ? values.stream().filter(v -> !Forms.isSaidText(v)).toList()
                : values;
    }

    private static boolean agree(FieldKind field, List<String> wanted, List<String> actual) {
        return switch (field.compare()) {
            case ORDERED -> wanted.equals(actual);
            case SEQUENCE -> isWithin(wanted, actual);
            case CONTAINS -> actual.containsAll(wanted);
            // what is collected from many records is a set
            case EQUAL ->
                wanted.equals(actual)
                        || (field.grows()
                                ? Set.copyOf(wanted).equals(Set.copyOf(actual))
                                : sorted(wanted).equals(sorted(actual)));
        };
    }

    private static boolean isWithin(List<String> wanted, List<String> actual) {
        int next = 0;
        for (String value : actual) {
            next += next < wanted.size() && wanted.get(next).equals(value) ? 1 : 0;
        }
        return next == wanted.size();
    }

    private static List<String> sorted(List<String> values) {
        List<String> sorted = new ArrayList<>(values);
        sorted.sort(Comparator.naturalOrder());
        return sorted;
    }
}
