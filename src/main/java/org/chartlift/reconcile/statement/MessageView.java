package org.chartlift.reconcile.statement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.chartlift.reconcile.fact.Condition;
import org.chartlift.reconcile.fact.FactSet;
import org.chartlift.reconcile.fact.SourcePath;
import org.jspecify.annotations.Nullable;

/** A message seen from one of its segments, the anchor. */
final class MessageView {
    /** What may stand between a segment and the notes on it. */
    private static final Set<String> BETWEEN = Set.of("PRT", "TCD", "SID", "TXA");

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
        return anchor().name() + "[" + message.number(anchor) + "]";
    }

    /**
     * The values at a path in one segment.
     *
     * @param view the message seen from that segment
     * @param path where they stand
     * @param values every repetition that is meant, empty ones too
     */
    record Cell(MessageView view, SourcePath path, List<RawValue> values) {
        boolean isSaid() {
            return values.stream().anyMatch(v -> v.isValued() || v.isNull());
        }
    }

    /** The values of the first alternative that has one; those that are {@code ""} among them. */
    List<RawValue> values(List<List<SourcePath>> alternatives) {
        return cells(alternatives, List.of()).stream()
                .flatMap(c -> c.values().stream())
                .filter(v -> v.isValued() || v.isNull())
                .toList();
    }

    /**
     * Segment by segment, the values of the first alternative that has one.
     *
     * @param where what must hold of a segment, seen from itself
     */
    List<Cell> cells(List<List<SourcePath>> alternatives, List<Condition> where) {
        for (List<SourcePath> union : alternatives) {
            List<Cell> cells = new ArrayList<>();
            union.forEach(path -> cells(path, where, cells));
            if (cells.stream().anyMatch(Cell::isSaid)) {
                return cells;
            }
        }
        return List.of();
    }

    private void cells(SourcePath path, List<Condition> where, List<Cell> to) {
        MessageView from = path.via().isEmpty() ? this : from(path.via());
        if (from == null) {
            return;
        }
        if (path.field() == SourcePath.PLACE) {
            to.add(new Cell(from, path, List.of(plain(String.valueOf(from.number())))));
            return;
        }
        switch (path.reach()) {
            case LITERAL -> to.add(new Cell(from, path, List.of(plain(path.segment()))));
            case BEFORE -> to.add(new Cell(from, path, List.of(plain(from.named(path.segment(), -1)))));
            case TWIN ->
                to.add(new Cell(
                        from, path, List.of(plain(from.twin(path.segment().split(" +"))))));
            case NEXT -> to.add(new Cell(from, path, List.of(plain(from.named(path.segment(), 1)))));
            default -> {
                for (int segment : from.segments(path)) {
                    MessageView view = new MessageView(message, facts, segment);
                    if (view.holds(where, List.of())) {
                        to.add(new Cell(view, path, view.at(path)));
                    }
                }
            }
        }
    }

    private @Nullable MessageView from(String name) {
        int segment = nearest(name);
        return segment < 0 ? null : new MessageView(message, facts, segment);
    }

    private List<RawValue> at(SourcePath path) {
        if (path.field() == 0) {
            return List.of(plain("present"));
        }
        List<RawValue> values = new ArrayList<>();
        List<RawValue> repetitions = anchor().field(path.field());
        for (int i = 0; i < repetitions.size(); i++) {
            if (path.repetition() == 0 || path.repetition() == i + 1) {
                RawValue value = repetitions.get(i);
                value = path.component() == 0 || value.isNull() ? value : value.part(path.component());
                values.add(path.subcomponent() == 0 || value.isNull() ? value : value.part(path.subcomponent()));
            }
        }
        return values;
    }

    /** The name of the nearest segment in this direction that has one of the names; empty if there is none. */
    private String named(String names, int step) {
        Set<String> wanted = Set.of(names.split(" +"));
        for (int i = anchor + step; i >= 0 && i < message.segments().size(); i += step) {
            if (wanted.contains(nameAt(i))) {
                return nameAt(i);
            }
        }
        return "";
    }

    /** The number of the nearest segment of the first name among those that say the same in the fields named behind it. */
    private String twin(String[] nameAndFields) {
        int nearest = nearest(nameAndFields[0]);
        int number = nearest < 0 ? 0 : 1;
        for (int i = 0; i < nearest; i++) {
            if (nameAt(i).equals(nameAndFields[0]) && isTwin(i, nearest, nameAndFields)) {
                number++;
            }
        }
        return String.valueOf(number);
    }

    private boolean isTwin(int one, int other, String[] nameAndFields) {
        for (int f = 1; f < nameAndFields.length; f++) {
            int field = Integer.parseInt(nameAndFields[f]);
            if (!message.segments()
                    .get(one)
                    .field(field)
                    .equals(message.segments().get(other).field(field))) {
                return false;
            }
        }
        return true;
    }

    private RawValue plain(String text) {
        return new RawValue(text, message.segments().get(0).field(1).get(0).marks(), 2);
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

    /** The place of the nearest segment of a name: the anchor itself, one before it in its scope, one behind it where that is declared; -1 if there is none. */
    private int nearest(String name) {
        if (nameAt(anchor).equals(name)) {
            return anchor;
        }
        if (name.equals("MSH")) {
            return 0;
        }
        int before = nearest(name, -1);
        return before >= 0 || !facts.behind().contains(name) ? before : nearest(name, 1);
    }

    private int nearest(String name, int step) {
        Set<String> enders = enders(name);
        for (int i = anchor + step; i >= 0 && i < message.segments().size(); i += step) {
            if (nameAt(i).equals(name)) {
                return i;
            } else if (enders.contains(nameAt(i))) {
                return -1;
            }
        }
        return -1;
    }

    private List<Integer> segments(SourcePath path) {
        return switch (path.reach()) {
            case FOLLOWING -> following(path.segment());
            case BEHIND -> behind(path.segment());
            default -> {
                int nearest = nearest(path.segment());
                yield nearest < 0 ? List.of() : List.of(nearest);
            }
        };
    }

    private List<Integer> following(String name) {
        List<Integer> found = new ArrayList<>();
        for (int i = anchor + 1; i < message.segments().size(); i++) {
            if (nameAt(i).equals(name)) {
                found.add(i);
            } else if (!BETWEEN.contains(nameAt(i))) {
                break;
            }
        }
        return found;
    }

    private List<Integer> behind(String name) {
        List<Integer> found = new ArrayList<>();
        Set<String> enders = enders(nameAt(anchor));
        for (int i = anchor + 1; i < message.segments().size(); i++) {
            if (nameAt(i).equals(nameAt(anchor)) || enders.contains(nameAt(i))) {
                break;
            } else if (nameAt(i).equals(name)) {
                found.add(i);
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

    private List<String> texts(List<List<SourcePath>> path) {
        return values(path).stream()
                .filter(RawValue::isValued)
                .map(v -> v.text().trim())
                .toList();
    }

    private boolean holds(Condition condition) {
        List<String> texts = texts(condition.path());
        return switch (condition.test()) {
            case VALUED -> !texts.isEmpty();
            case EMPTY -> texts.isEmpty();
            case COUNT -> condition.values().contains(String.valueOf(texts.size()));
            case AMONG -> !Collections.disjoint(texts, texts(condition.other()));
            case IN -> texts.stream().anyMatch(condition.values()::contains);
            case NOT_IN -> texts.stream().noneMatch(condition.values()::contains);
            case MATCHES ->
                condition.pattern() != null
                        && texts.stream().anyMatch(t -> condition.pattern().matches(t));
        };
    }
}
