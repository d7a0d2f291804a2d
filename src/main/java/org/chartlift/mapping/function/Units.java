package org.chartlift.mapping.function;

import org.chartlift.source.SourceTree;
import org.hl7.fhir.r4.model.Quantity;

/** Units of quantities. A unit is a UCUM code only where the source names UCUM as its system; its text is always kept. */
final class Units {
    static final String UCUM = "http://unitsofmeasure.org";

    private Units() {}

    /** Puts the unit (a CWE, or a plain text) at the node into the quantity. */
    static void put(Call call, int unit, Quantity quantity, Object... at) {
        if (unit == SourceTree.NONE) {
            return;
        }
        int code = call.tree().child(unit, 1, 1);
        int text = call.tree().child(unit, 2, 1);
        int system = call.tree().child(unit, 3, 1);
        String name = call.text(system).trim();
        String uri = name.isEmpty() ? "" : call.settings().systems().uri(name);
        String written = call.text(text).trim();
        if (!uri.isEmpty() && !call.text(code).isBlank()) {
            quantity.setCode(call.takeAt(code, path(at, "code")));
            quantity.setSystem(uri);
            call.takeAt(system, path(at, "system"));
            quantity.setUnit(written.isEmpty() ? quantity.getCode() : call.takeAt(text, path(at, "unit")));
            return;
        }
        int shown = written.isEmpty() ? code : text;
        String unitText = call.text(shown).trim();
        if (!unitText.isEmpty()) {
            quantity.setUnit(call.takeAt(shown, path(at, "unit")));
        }
    }

    private static Object[] path(Object[] at, String last) {
        Object[] path = java.util.Arrays.copyOf(at, at.length + 1);
        path[at.length] = last;
        return path;
    }
}
