package org.chartlift.mapping.function;

import java.math.BigDecimal;
import java.util.Set;
import org.chartlift.source.SourceTree;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Timing.EventTiming;
import org.hl7.fhir.r4.model.Timing.TimingRepeatComponent;
import org.hl7.fhir.r4.model.Timing.UnitsOfTime;
import org.jspecify.annotations.Nullable;

/**
 * The parts of RPT (v2.5.1 section 2.A.64): a code, or a period, or an event of table 0528 with an offset. Where two of these stand together, or one that FHIR
 * has no equal for (calendar alignment, phase, general timing specification), what they mean together is for the sender to say: the pattern stays a text.
 */
final class RepeatParts {
    private static final int CODE = 1;
    private static final int PERIOD = 5;
    private static final int PERIOD_UNIT = 6;
    private static final int AT_INSTITUTION_TIMES = 7;
    private static final int EVENT = 8;
    private static final int OFFSET = 9;
    private static final int OFFSET_UNIT = 10;
    private static final int LAST = 11;
    private static final String TABLE = "http://terminology.hl7.org/CodeSystem/v2-0335";
    private static final String ABBREVIATIONS = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation";
    /** Of table 0528; FHIR has none of the events between meals. */
    private static final Set<String> EVENTS =
            Set.of("HS", "AC", "ACD", "ACM", "ACV", "PC", "PCD", "PCM", "PCV", "C", "CD", "CM", "CV");
    /** FHIR allows no offset from a meal itself (tim-9). */
    private static final Set<String> NO_OFFSET = Set.of("C", "CD", "CM", "CV");

    private RepeatParts() {}

    /** Whether the pattern is a code with its name and system and nothing else. */
    static boolean isOnlyCode(SourceTree tree, int rpt) {
        int code = tree.child(rpt, CODE, 1);
        if (tree.isLeaf(rpt) || code == SourceTree.NONE || tree.isLeaf(code)) {
            return false;
        }
        for (int c = tree.firstChild(rpt); c != SourceTree.NONE; c = tree.nextSibling(c)) {
            if (c != code && !Call.wholeText(tree, c).isBlank()) {
                return false;
            }
        }
        return true;
    }

    /** Reads the pattern; an offset goes into {@code repeat} at once. Null if FHIR cannot say it. */
    static @Nullable RepeatPattern read(Call call, int rpt, TimingRepeatComponent repeat) {
        SourceTree tree = call.tree();
        if (tree.isLeaf(rpt)) {
            return RepeatPattern.parse(call.text(rpt));
        }
        boolean code = has(call, rpt, CODE);
        boolean period = has(call, rpt, PERIOD) || has(call, rpt, PERIOD_UNIT);
        boolean event = has(call, rpt, EVENT) || has(call, rpt, OFFSET) || has(call, rpt, OFFSET_UNIT);
        int said = (code ? 1 : 0) + (period ? 1 : 0) + (event ? 1 : 0);
        for (int n = 2; n <= LAST; n++) {
            boolean known = n >= PERIOD && n < LAST;
            said += !known && has(call, rpt, n) ? 2 : 0;
        }
        if (said != 1) {
            return null;
        }
        return code ? code(call, tree.child(rpt, CODE, 1)) : period ? period(call, rpt) : event(call, rpt, repeat);
    }

    private static boolean has(Call call, int rpt, int component) {
        boolean flag = component == AT_INSTITUTION_TIMES;
        return !flag && !part(call, rpt, component).isEmpty();
    }

    private static String part(Call call, int rpt, int component) {
        return call.text(call.tree().child(rpt, component, 1)).trim();
    }

    /** A code of another system than HL7's may mean anything. */
    private static @Nullable RepeatPattern code(Call call, int node) {
        String system = call.tree().isLeaf(node)
                ? ""
                : call.text(call.tree().child(node, 3, 1)).trim();
        String uri = system.isEmpty() ? TABLE : call.settings().systems().uri(system);
        return uri.equals(TABLE) || uri.equals(ABBREVIATIONS) ? RepeatPattern.parse(call.text(node)) : null;
    }

    /** RPT.5 and RPT.6; the unit is the second where none is written. */
    private static @Nullable RepeatPattern period(Call call, int rpt) {
        String unitText = part(call, rpt, PERIOD_UNIT);
        UnitsOfTime unit = unitText.isEmpty()
                ? UnitsOfTime.S
                : Units.time(call, call.tree().child(rpt, PERIOD_UNIT, 1));
        String number = part(call, rpt, PERIOD);
        boolean whole = number.matches("0*[1-9][0-9]{0,5}");
        return unit == null || !whole ? null : RepeatPattern.every(Integer.parseInt(number), unit);
    }

    private static @Nullable RepeatPattern event(Call call, int rpt, TimingRepeatComponent repeat) {
        String event = part(call, rpt, EVENT);
        boolean offset = has(call, rpt, OFFSET) || has(call, rpt, OFFSET_UNIT);
        if (!EVENTS.contains(event) || (offset && NO_OFFSET.contains(event))) {
            return null;
        }
        int minutes = offset ? minutes(call, rpt) : 0;
        if (offset && minutes <= 0) {
            return null;
        }
        if (offset) {
            repeat.setOffset(minutes);
        }
        return RepeatPattern.at(EventTiming.fromCode(event));
    }

    /** The offset in whole minutes, which is all that FHIR can say; 0 if it is none. The unit is the second where none is written. */
    private static int minutes(Call call, int rpt) {
        DecimalType number = Numbers.number(part(call, rpt, OFFSET));
        UnitsOfTime unit = part(call, rpt, OFFSET_UNIT).isEmpty()
                ? UnitsOfTime.S
                : Units.time(call, call.tree().child(rpt, OFFSET_UNIT, 1));
        if (number == null || unit == null) {
            return 0;
        }
        int seconds =
                switch (unit) {
                    case S -> 1;
                    case MIN -> 60;
                    case H -> 3600;
                    case D -> 86400;
                    default -> 0;
                };
        BigDecimal[] whole =
                number.getValue().multiply(BigDecimal.valueOf(seconds)).divideAndRemainder(new BigDecimal(60));
        boolean exact = whole[1].signum() == 0 && whole[0].compareTo(new BigDecimal(1_000_000)) < 0;
        return exact ? whole[0].intValue() : 0;
    }
}
