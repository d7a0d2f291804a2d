package org.chartlift.mapping.function;

import org.chartlift.mapping.code.CodeMap;
import org.chartlift.mapping.code.Translation;
import org.chartlift.source.SourceTree;
import org.chartlift.ucum.UcumCodes;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Timing.UnitsOfTime;
import org.jspecify.annotations.Nullable;

/**
 * Units of quantities. A unit is a UCUM code only where the source names UCUM as its system and the code is one, or where the ConceptMap
 * {@code UnitOfMeasure} says which UCUM code the source's word stands for; its text is always kept.
 */
final class Units {
    static final String UCUM = "http://unitsofmeasure.org";

    /** A unit as the source wrote it: nodes and texts of code, text and system (a CWE, or a plain text). */
    private record Written(int code, int text, int system, String symbol, String words, String uri) {
        /** Reads; a name of UCUM where the text should stand, and no other system, is the system. */
        static Written at(Call call, int unit) {
            int code = call.tree().child(unit, 1, 1);
            int text = call.tree().child(unit, 2, 1);
            int system = call.tree().child(unit, 3, 1);
            String symbol = call.text(code).trim();
            String words = call.text(text).trim();
            String uri = uri(call, system);
            if (call.text(system).isBlank() && UCUM.equals(uri(call, text))) {
                return new Written(code, SourceTree.NONE, text, symbol, "", UCUM);
            }
            return new Written(code, text, system, symbol, words, uri);
        }

        private static String uri(Call call, int node) {
            String name = call.text(node).trim();
            return name.isEmpty() ? "" : call.settings().systems().uri(name);
        }

        /** Where the words that a person reads stand. */
        int shown() {
            return words.isEmpty() ? code : text;
        }

        boolean isCoded() {
            return !uri.isEmpty() && !symbol.isEmpty();
        }

        boolean isUcum() {
            return UCUM.equals(uri);
        }
    }

    private Units() {}

    /** Puts the unit (a CWE, or a plain text) at the node into the quantity. */
    static void put(Call call, int unit, Quantity quantity, Object... at) {
        if (unit == SourceTree.NONE) {
            return;
        }
        Written written = Written.at(call, unit);
        if (written.isCoded() && (!written.isUcum() || UcumCodes.isValid(written.symbol()))) {
            quantity.setCode(call.takeAt(written.code(), path(at, "code")));
            quantity.setSystem(written.uri());
            call.takeAt(written.system(), path(at, "system"));
            String words = written.words();
            quantity.setUnit(words.isEmpty() ? quantity.getCode() : call.takeAt(written.text(), path(at, "unit")));
            return;
        }
        if (written.isCoded()) {
            call.report("unit-not-ucum", "the unit's code claims to be UCUM and is none; it is kept as a text");
        }
        if (!call.text(written.shown()).isBlank()) {
            quantity.setUnit(call.takeAt(written.shown(), path(at, "unit")));
        }
        Translation ucum = written.isUcum() ? null : translation(call, written);
        if (ucum != null) {
            quantity.setSystem(ucum.system()).setCode(ucum.code());
        }
    }

    /** The node whose text a person reads as the unit. */
    static int shown(Call call, int unit) {
        return Written.at(call, unit).shown();
    }

    /** What the ConceptMap says of a unit without a coding system that others know. */
    private static @Nullable Translation translation(Call call, Written written) {
        CodeMap units = call.settings().units();
        if (units == null || written.isCoded()) {
            return null;
        }
        Translation found = written.symbol().isEmpty() ? null : units.translate(written.symbol());
        return found == null && !written.words().isEmpty() ? units.translate(written.words()) : found;
    }

    /** The unit of time at the node (a CWE, or a plain text), whatever system it names; null if it is none. */
    static @Nullable UnitsOfTime time(Call call, int unit) {
        if (unit == SourceTree.NONE) {
            return null;
        }
        Written written = Written.at(call, unit);
        UnitsOfTime found = time(call, written.symbol());
        return found == null ? time(call, written.words()) : found;
    }

    private static @Nullable UnitsOfTime time(Call call, String word) {
        CodeMap units = call.settings().units();
        Translation found = units == null || word.isEmpty() ? null : units.translate(word);
        String code = found == null ? word : found.code();
        for (UnitsOfTime u : UnitsOfTime.values()) {
            if (u != UnitsOfTime.NULL && u.toCode().equals(code)) {
                return u;
            }
        }
        return null;
    }

    private static Object[] path(Object[] at, String last) {
        Object[] path = java.util.Arrays.copyOf(at, at.length + 1);
        path[at.length] = last;
        return path;
    }
}
