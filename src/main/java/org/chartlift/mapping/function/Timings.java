package org.chartlift.mapping.function;

import java.util.ArrayList;
import java.util.List;
import org.chartlift.source.NullKind;
import org.chartlift.source.SourceTree;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Duration;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.TimeType;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.Timing.TimingRepeatComponent;
import org.hl7.fhir.r4.model.Timing.UnitsOfTime;
import org.jspecify.annotations.Nullable;

/**
 * When something is to be done: the segment TQ1 (v2.5.1 section 4.5.4) and the older type TQ of ORC-7, RXE-1 and their like (section 4.3). The pattern as the
 * sender wrote it is always {@code code.text}; {@code repeat} holds what FHIR says exactly, and nothing else. What finds no place is not claimed.
 */
final class Timings {
    private static final String REPEAT = "repeat";
    private static final int CODE = 1;
    private static final int LONGEST_COUNT = 6;
    /** Fields of TQ1. */
    private static final int PATTERN = 3;

    private static final int EXPLICIT_TIME = 4;
    private static final int SERVICE_DURATION = 6;
    private static final int START = 7;
    private static final int END = 8;
    private static final int OCCURRENCE_DURATION = 13;
    private static final int TOTAL = 14;
    /** Components of TQ. */
    private static final int TQ_INTERVAL = 2;

    private static final int TQ_DURATION = 3;
    private static final int TQ_START = 4;
    private static final int TQ_END = 5;
    private static final int TQ_TOTAL = 12;

    private final Call call;
    private final SourceTree tree;
    private final Timing timing = new Timing();
    private final TimingRepeatComponent repeat = new TimingRepeatComponent();
    private boolean readable;

    private Timings(Call call) {
        this.call = call;
        tree = call.tree();
    }

    static @Nullable Base ofSegment(Call call) {
        return new Timings(call).segment();
    }

    static @Nullable Base ofComposite(Call call) {
        return new Timings(call).composite();
    }

    private @Nullable Base segment() {
        int at = call.node();
        List<Integer> patterns = valued(at, PATTERN);
        text(patterns);
        RepeatPattern pattern = patterns.size() == 1 ? RepeatParts.read(call, patterns.get(0), repeat) : null;
        readable = patterns.isEmpty() || pattern != null;
        List<Integer> explicit = valued(at, EXPLICIT_TIME);
        pattern(patterns, pattern, times(explicit, false));
        count(tree.child(at, TOTAL, 1));
        bounds(tree.child(at, START, 1), tree.child(at, END, 1));
        serviceDuration(tree.child(at, SERVICE_DURATION, 1));
        occurrenceDuration(tree.child(at, OCCURRENCE_DURATION, 1));
        return result();
    }

    private @Nullable Base composite() {
        if (tree.isLeaf(call.node())) {
            return null;
        }
        int at = call.node();
        int interval = tree.child(at, TQ_INTERVAL, 1);
        boolean stated = isStated(interval);
        List<Integer> intervals = stated ? List.of(interval) : List.of();
        text(intervals);
        RepeatPattern pattern = stated ? RepeatPattern.parse(call.text(tree.child(interval, CODE, 1))) : null;
        int explicit = stated && !tree.isLeaf(interval) ? tree.child(interval, 2, 1) : SourceTree.NONE;
        boolean onlyTimes = stated && call.text(tree.child(interval, CODE, 1)).isBlank();
        readable = !stated || pattern != null || onlyTimes;
        pattern(intervals, pattern, explicit == SourceTree.NONE ? List.of() : times(List.of(explicit), true));
        count(tree.child(at, TQ_TOTAL, 1));
        int start = or(tree.child(at, TQ_START, 1), "start");
        int end = or(tree.child(at, TQ_END, 1), "end");
        bounds(start, end);
        interval(tree.child(at, TQ_DURATION, 1));
        return result();
    }

    private int or(int own, String parameter) {
        return call.text(own).isBlank() ? call.parameter(parameter) : own;
    }

    private @Nullable Base result() {
        if (!repeat.isEmpty()) {
            timing.setRepeat(repeat);
        }
        return timing.isEmpty() ? null : timing;
    }

    private List<Integer> valued(int segment, int field) {
        List<Integer> found = new ArrayList<>(1);
        for (int n = tree.firstChild(segment); n != SourceTree.NONE; n = tree.nextSibling(n)) {
            if (tree.step(n) == field && isStated(n)) {
                found.add(n);
            }
        }
        return found;
    }

    private boolean isStated(int node) {
        int leaf = node == SourceTree.NONE ? SourceTree.NONE : tree.firstLeaf(node);
        return leaf != SourceTree.NONE && tree.nullKind(leaf) == NullKind.VALUE;
    }

    /** The patterns as they were written; a single one that is nothing but a code, as that code. */
    private void text(List<Integer> patterns) {
        if (patterns.size() == 1 && RepeatParts.isOnlyCode(tree, patterns.get(0))) {
            code(tree.child(patterns.get(0), CODE, 1));
            return;
        }
        StringBuilder text = new StringBuilder();
        for (int p : patterns) {
            text.append(text.isEmpty() ? "" : "~")
                    .append(Call.wholeText(tree, p).trim());
        }
        if (text.isEmpty() || Texts.hasControls(text.toString())) {
            return;
        }
        timing.getCode().setText(text.toString());
        for (int p : patterns) {
            for (int n = p; n < tree.subtreeEnd(p); n++) {
                if (tree.isLeaf(n)) {
                    call.claim(n, "code", "text");
                }
            }
        }
    }

    /** RPT.1 of the type CWE, with its parts as subcomponents. */
    private void code(int node) {
        int codeNode = tree.child(node, 1, 1);
        int display = tree.child(node, 2, 1);
        int system = tree.child(node, 3, 1);
        String code = call.text(codeNode).trim();
        boolean shown = !call.text(display).isBlank();
        timing.getCode().setText(call.text(shown ? display : codeNode).trim());
        call.claim(shown ? display : codeNode, "code", "text");
        if (code.isEmpty() || Texts.hasControls(code)) {
            return;
        }
        Coding coding = timing.getCode().addCoding().setCode(code);
        coding.setSystem(call.codeSystem(call.text(system), code));
        call.claim(codeNode, "code", "coding", 0, "code");
        if (!call.text(system).isBlank()) {
            call.claim(system, "code", "coding", 0, "system");
        }
        if (shown) {
            coding.setDisplay(call.text(display).trim());
            call.claim(display, "code", "coding", 0, "display");
        }
    }

    private void pattern(List<Integer> patterns, @Nullable RepeatPattern pattern, List<TimeType> times) {
        if (pattern != null) {
            boolean both = pattern.when() != null && !times.isEmpty();
            new RepeatPattern(
                            pattern.frequency(),
                            pattern.period(),
                            pattern.unit(),
                            pattern.day(),
                            both ? null : pattern.when(),
                            pattern.count())
                    .to(repeat);
            String element = pattern.element();
            if (!element.isEmpty() && !(both && element.equals("when"))) {
                claimPattern(patterns.get(0), element);
            }
        }
        times.forEach(t -> repeat.getTimeOfDay().add(t));
    }

    private void claimPattern(int node, String element) {
        if (element.equals("when")) {
            call.claim(node, REPEAT, element, 0);
        } else {
            call.claim(node, REPEAT, element);
        }
    }

    /** The explicit times, if every one can be read and the pattern beside them too; else none. */
    private List<TimeType> times(List<Integer> nodes, boolean commas) {
        List<TimeType> times = new ArrayList<>();
        for (int node : nodes) {
            String text = call.text(node).trim();
            for (String part : commas ? text.split(",") : new String[] {text}) {
                TimeType time = clock(part.trim());
                if (time == null || !readable) {
                    return List.of();
                }
                times.add(time);
            }
        }
        for (int i = 0; i < nodes.size(); i++) {
            call.claim(nodes.get(i), REPEAT, "timeOfDay", i);
        }
        return times;
    }

    private static @Nullable TimeType clock(String text) {
        String digits = text.matches("[0-9]{2}:[0-9]{2}(:[0-9]{2})?") ? text.replace(":", "") : text;
        Hl7Time time = digits.length() < 4 ? null : Hl7Time.parse("20000101" + digits);
        boolean plain = time != null && time.hasMinutes() && time.offset().isEmpty();
        return plain ? new TimeType(time.clock()) : null;
    }

    private void count(int node) {
        String text = call.text(node).trim();
        if (!text.isEmpty() && text.length() <= LONGEST_COUNT && text.matches("0*[1-9][0-9]*")) {
            repeat.setCount(Integer.parseInt(text));
            call.claim(node, REPEAT, "count");
        }
    }

    private void bounds(int startNode, int endNode) {
        DateTimeType start = time(startNode);
        DateTimeType end = time(endNode);
        if (start == null && end == null) {
            return;
        }
        Period period = new Period();
        if (start != null) {
            period.setStartElement(start);
        }
        if (end != null) {
            period.setEndElement(end);
        }
        repeat.setBounds(period);
        if (start != null) {
            call.claim(startNode, REPEAT, "bounds", "start");
        }
        if (end != null) {
            call.claim(endNode, REPEAT, "bounds", "end");
        }
    }

    private @Nullable DateTimeType time(int node) {
        String text = call.text(node).trim();
        Hl7Time time = text.isEmpty() ? null : Hl7Time.parse(text);
        return time == null ? null : Times.dateTime(call, time, text);
    }

    /** TQ.3: a length of time, or a number of times. */
    private void interval(int node) {
        String text = call.text(node).trim();
        if (text.startsWith("X") && text.length() <= LONGEST_COUNT && text.matches("X0*[1-9][0-9]*")) {
            if (!repeat.hasCount()) {
                repeat.setCount(Integer.parseInt(text.substring(1)));
                call.claim(node, REPEAT, "count");
            }
            return;
        }
        Interval interval = Interval.parse(text);
        if (interval != null) {
            lasting(interval.fill(new Duration()), node);
        }
    }

    private void serviceDuration(int node) {
        DecimalType value = quantity(node);
        UnitsOfTime unit = value == null ? null : Units.time(call, tree.child(node, 2, 1));
        if (unit == null) {
            return;
        }
        int shown = Units.shown(call, tree.child(node, 2, 1));
        Duration duration = new Duration();
        duration.setValueElement(value)
                .setUnit(call.text(shown).trim())
                .setSystem(Units.UCUM)
                .setCode(unit.toCode());
        Object[] at = lasting(duration, tree.child(node, 1, 1));
        Object[] unitAt = java.util.Arrays.copyOf(at, at.length);
        unitAt[at.length - 1] = "unit";
        call.claim(shown, unitAt);
    }

    /** The bounds, or beside them where times are the bounds. Answers the place of the value. */
    private Object[] lasting(Duration duration, int node) {
        Object[] at;
        if (repeat.hasBounds()) {
            repeat.addExtension(new Extension(ExtensionUrls.BOUNDS_DURATION, duration));
            at = new Object[] {REPEAT, "extension", 0, "value", "value"};
        } else {
            repeat.setBounds(duration);
            at = new Object[] {REPEAT, "bounds", "value"};
        }
        call.claim(node, at);
        return at;
    }

    private void occurrenceDuration(int node) {
        DecimalType value = quantity(node);
        int unitNode = value == null ? SourceTree.NONE : tree.child(node, 2, 1);
        UnitsOfTime unit = value == null ? null : Units.time(call, unitNode);
        if (unit == null) {
            return;
        }
        repeat.setDurationElement(value).setDurationUnit(unit);
        call.claim(tree.child(node, 1, 1), REPEAT, "duration");
        String written = call.text(unitNode).trim();
        if (written.equals(unit.toCode())) {
            call.claim(unitNode, REPEAT, "durationUnit");
        } else {
            Extension source = new Extension(ExtensionUrls.SOURCE_TEXT, new StringType(written));
            repeat.getDurationUnitElement().addExtension(source);
            call.claim(unitNode, REPEAT, "durationUnit", "extension", 0);
        }
    }

    /** The positive number of a CQ that names a unit. */
    private @Nullable DecimalType quantity(int node) {
        if (node == SourceTree.NONE || tree.isLeaf(node)) {
            return null;
        }
        DecimalType value = Numbers.number(call.text(tree.child(node, 1, 1)));
        return value == null || value.getValue().signum() <= 0 ? null : value;
    }
}
