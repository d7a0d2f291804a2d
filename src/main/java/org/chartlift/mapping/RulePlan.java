package org.chartlift.mapping;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.mapping.code.CodeMap;
import org.chartlift.mapping.function.Function;
import org.chartlift.mapping.rule.Condition;
import org.chartlift.mapping.rule.SourcePath;
import org.hl7.fhir.r4.model.Base;
import org.jspecify.annotations.Nullable;

/** A compiled rule. Immutable. */
sealed interface RulePlan {
    /** {@code map/rule}. */
    String id();

    /** Null: always. */
    @Nullable
    Condition when();

    /** What to do with codes that the vocabulary does not know. */
    enum Unknown {
        KEEP_SOURCE,
        REPORT,
        QUARANTINE
    }

    /** A vocabulary and what to do with codes it does not know. */
    record Vocabulary(CodeMap map, Unknown unknown) {}

    /** Writes a value. */
    record Value(
            String id,
            @Nullable Condition when,
            SourcePath from,
            TargetPlan to,
            Writer writer,
            @Nullable Vocabulary vocabulary,
            String table,
            @Nullable String join,
            @Nullable Condition where,
            Map<String, SourcePath> with,
            @Nullable Body extra)
            implements RulePlan {}

    /** How a value is made. */
    sealed interface Writer {
        /** The text itself, to a primitive. */
        record Text(Primitive primitive) implements Writer {}

        /** A function of the closed list. */
        record Call(Function function) implements Writer {}

        /** A data type map. {@code map} is filled in when all maps are compiled. */
        record DataType(MapRef map) implements Writer {}

        /** A data type map that makes a resource, to which a Reference or url is written. */
        record Resource(MapRef map, boolean reference) implements Writer {}
    }

    /** A new element with rules of its own; {@code from} null: one. */
    record Block(String id, @Nullable Condition when, @Nullable SourcePath from, TargetPlan to, Body body)
            implements RulePlan {}

    /** A constant. */
    record Fixed(String id, @Nullable Condition when, TargetPlan to, Base value, boolean needsFed, int fedDepth)
            implements RulePlan {}

    /** Says why leaves are not moved. */
    record Drop(String id, @Nullable Condition when, SourcePath from, String detail) implements RulePlan {}

    /** Keeps leaves as they are in an extension; {@code to} null: on the frame's element. */
    record Carry(String id, @Nullable Condition when, SourcePath from, @Nullable TargetPlan to) implements RulePlan {}

    /**
     * A reference to the nearest resource, to all below the own group, or to the one that matches.
     *
     * @param match what must be equal; empty: the nearest
     */
    record Ref(
            String id,
            @Nullable Condition when,
            ResourceSelector what,
            boolean all,
            String in,
            List<Match> match,
            TargetPlan to,
            boolean reference)
            implements RulePlan {}

    /**
     * Two fields that must hold the same.
     *
     * @param theirs seen from the segment of the resource that is looked for
     * @param ours seen from where the rule stands
     */
    record Match(SourcePath theirs, SourcePath ours) {}

    /**
     * The rules of a map or block.
     *
     * @param rules in document order, without the constants
     * @param fixed constants, which are written last
     * @param hasRefs whether a reference stands directly among the rules
     */
    record Body(List<RulePlan> rules, List<Fixed> fixed, boolean hasRefs) {}

    /**
     * Names resources by the map that makes them or by type.
     *
     * @param maps ids of the maps that make them
     * @param segments segments those maps read
     */
    record ResourceSelector(String text, Set<String> maps, Set<String> segments) {}
}
