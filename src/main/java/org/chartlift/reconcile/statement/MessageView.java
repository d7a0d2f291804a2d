package org.chartlift.reconcile.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.chartlift.reconcile.fact.Condition;
import org.chartlift.reconcile.fact.FactSet;
import org.chartlift.reconcile.fact.SourcePath;
import org.jspecify.annotations.Nullable;

/** A message seen from one of its segments, the anchor. */
final class MessageView {
    private final RawMessage message;
    private final FactSet facts;
    private final int anchor;

    MessageView(RawMessage message, FactSet facts, int anchor) {
        this.message = message;
        this.facts = facts;
        this.anchor = anchor;
    }

    RawSegment anchor() {
        return message.segments().get(anchor);
    }

    RawMessage message() {
        return message;
    }

    /** {@code AL1[2]}: the second AL1 of the message. */
    String place() {
        String name = anchor().name();
        long number = message.segments().subList(0, anchor + 1).stream()
                .filter(s -> s.name().equals(name))
                .count();
        return name + "[" + number + "]";
    }

    /** The values of the first alternative that has one; those that are {@code ""} among them. */
    List<RawValue> values(List<List<SourcePath>> alternatives) {
        for (List<SourcePath> union : alternatives) {
            List<RawValue> values = new ArrayList<>();
            union.forEach(path -> values(path, values));
            if (values.stream().anyMatch(v -> v.isValued() || v.isNull())) {
                values.removeIf(v -> !v.isValued() && !v.isNull());
                return values;
            }
        }
        return List.of();
    }

    private void values(SourcePath path, List<RawValue> to) {
        if (path.field() == SourcePath.PLACE) {
            to.add(new RawValue(
                    String.valueOf(number()),
                    message.segments().get(0).field(1).get(0).marks(),
                    2));
            return;
        }
        for (RawSegment segment : segments(path)) {
            if (path.field() == 0) {
                to.add(present());
                continue;
            }
            List<RawValue> repetitions = segment.field(path.field());
            for (int i = 0; i < repetitions.size(); i++) {
                if (path.repetition() == 0 || path.repetition() == i + 1) {
                    RawValue value = repetitions.get(i);
                    value = path.component() == 0 || value.isNull() ? value : value.part(path.component());
                    to.add(path.subcomponent() == 0 || value.isNull() ? value : value.part(path.subcomponent()));
                }
            }
        }
    }

    private RawValue present() {
        return new RawValue("present", message.segments().get(0).field(1).get(0).marks(), 2);
    }

    private int number() {
        String name = anchor().name();
        Set<String> enders = enders(name);
        int number = 1;
        for (int i = anchor - 1; i >= 0 && !enders.contains(nameAt(i)); i--) {
            number += nameAt(i).equals(name) ? 1 : 0;
        }
        return number;
    }

    /** The repetition of the first value at a path within another one (for example the unit of each number): the nearest segment's. */
    @Nullable
    RawSegment nearest(String name) {
        if (nameAt(anchor).equals(name)) {
            return anchor();
        }
        if (name.equals("MSH")) {
            return message.header();
        }
        Set<String> enders = enders(name);
        for (int i = anchor - 1; i >= 0; i--) {
            if (nameAt(i).equals(name)) {
                return message.segments().get(i);
            } else if (enders.contains(nameAt(i))) {
                break;
            }
        }
        if (!facts.behind().contains(name)) {
            return null;
        }
        for (int i = anchor + 1; i < message.segments().size(); i++) {
            if (nameAt(i).equals(name)) {
                return message.segments().get(i);
            } else if (enders.contains(nameAt(i))) {
                break;
            }
        }
        return null;
    }

    private List<RawSegment> segments(SourcePath path) {
        return switch (path.reach()) {
            case NEAREST -> {
                RawSegment nearest = nearest(path.segment());
                yield nearest == null ? List.of() : List.of(nearest);
            }
            case FOLLOWING -> following(path.segment());
            case BEHIND -> behind(path.segment());
        };
    }

    private List<RawSegment> following(String name) {
        List<RawSegment> found = new ArrayList<>();
        for (int i = anchor + 1; i < message.segments().size(); i++) {
            if (nameAt(i).equals(name)) {
                found.add(message.segments().get(i));
            } else if (!nameAt(i).equals("PRT")) {
                break;
            }
        }
        return found;
    }

    private List<RawSegment> behind(String name) {
        List<RawSegment> found = new ArrayList<>();
        Set<String> enders = enders(nameAt(anchor));
        for (int i = anchor + 1; i < message.segments().size(); i++) {
            if (nameAt(i).equals(nameAt(anchor)) || enders.contains(nameAt(i))) {
                break;
            } else if (nameAt(i).equals(name)) {
                found.add(message.segments().get(i));
            }
        }
        return found;
    }

    private Set<String> enders(String name) {
        return facts.scopes().getOrDefault(name, Set.of());
    }

    private String nameAt(int index) {
        return message.segments().get(index).name();
    }

    boolean holds(List<Condition> when, List<Condition> unless) {
        return when.stream().allMatch(this::holds) && unless.stream().noneMatch(this::holds);
    }

    private boolean holds(Condition condition) {
        List<String> texts = new ArrayList<>();
        for (RawValue value : values(condition.path())) {
            if (value.isValued()) {
                texts.add(value.text().trim());
            }
        }
        return switch (condition.test()) {
            case VALUED -> !texts.isEmpty();
            case EMPTY -> texts.isEmpty();
            case IN -> texts.stream().anyMatch(condition.values()::contains);
            case NOT_IN -> texts.stream().noneMatch(condition.values()::contains);
            case MATCHES ->
                condition.pattern() != null
                        && texts.stream().anyMatch(t -> condition.pattern().matches(t));
        };
    }
}
