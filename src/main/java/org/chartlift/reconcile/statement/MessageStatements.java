package org.chartlift.reconcile.statement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.reconcile.StatedRecord;
import org.chartlift.reconcile.fact.FactKind;
import org.chartlift.reconcile.fact.FactSet;
import org.chartlift.reconcile.fact.FieldStatement;
import org.chartlift.reconcile.fact.Form;
import org.chartlift.reconcile.fact.SourcePath;
import org.chartlift.reconcile.fact.StatementKind;
import org.jspecify.annotations.Nullable;

/** Reads what HL7 v2 messages state. Immutable; safe for use by several threads. */
public final class MessageStatements {
    private static final String KEY_SEPARATOR = "\u001f";
    private static final List<List<SourcePath>> IDENTIFIERS = SourcePath.parse("PID-3[*], PID-2, PID-4[*]");
    private static final List<List<SourcePath>> MERGED = SourcePath.parse("MRG-1[*], MRG-4");

    private final FactSet facts;
    private final CodeTables tables;
    private final Map<String, List<Way>> ways = new HashMap<>();
    private final DirectoryStatements directory;

    private record Way(FactKind kind, StatementKind statement) {}

    public MessageStatements(FactSet facts, CodeTables tables) {
        this.facts = facts;
        this.tables = tables;
        directory = new DirectoryStatements(facts.directory());
        facts.kinds().values().forEach(kind -> kind.statements()
                .forEach(statement -> ways.computeIfAbsent(statement.segment(), s -> new ArrayList<>())
                        .add(new Way(kind, statement))));
    }

    /**
     * What a record says.
     *
     * @param facts facts, in the order of the record
     * @param merges merges of patients, in the order of the record
     */
    public record Said(List<Statement> facts, List<Merge> merges) {}

    /** A patient's record went into another one, or came back out of it. Identifiers as {@code system|value}. */
    public record Merge(List<String> from, List<String> into, boolean undo, long order) {}

    /**
     * What the record says; nothing if it is no message.
     *
     * @param texts to which its texts are added
     */
    public Said read(StatedRecord record, String sourceSystem, StatedTexts texts) {
        RawMessage message = RawMessage.of(record.bytes());
        List<Statement> statements = new ArrayList<>();
        List<Merge> merges = new ArrayList<>();
        if (message == null) {
            return new Said(statements, merges);
        }
        texts.add(message);
        SourceForms forms = forms(message, sourceSystem);
        for (int i = 0; i < message.segments().size(); i++) {
            String name = message.segments().get(i).name();
            List<Way> possible = ways.get(name);
            MessageView view = new MessageView(message, facts, i);
            if (possible != null) {
                for (Way way : possible) {
                    if (view.holds(way.statement().when(), way.statement().unless())) {
                        statements.add(statement(view, way, forms, record));
                    }
                }
            }
            for (FactSet.MergeKind merge : facts.merges()) {
                if (merge.segment().equals(name) && view.holds(merge.when(), List.of())) {
                    merges.add(new Merge(
                            identifiers(view, merge.from(), forms),
                            identifiers(view, merge.into(), forms),
                            merge.undo(),
                            record.order()));
                }
            }
        }
        return new Said(statements, merges);
    }

    /**
     * Whom a record names.
     *
     * @param patientKeys identifiers of every patient: records that share one belong together
     * @param directory what it says of those whom many patients' records share; empty if it was not asked for
     */
    public record Named(List<String> patientKeys, List<DirectoryEntry> directory) {}

    /**
     * Whom the record names; nobody if it is no message.
     *
     * @param shared whether the directory is asked for
     */
    public Named named(StatedRecord record, String sourceSystem, boolean shared) {
        RawMessage message = RawMessage.of(record.bytes());
        List<DirectoryEntry> entries = new ArrayList<>();
        if (message == null) {
            return new Named(List.of(), entries);
        }
        SourceForms forms = forms(message, sourceSystem);
        Set<String> keys = new LinkedHashSet<>();
        for (int i = 0; i < message.segments().size(); i++) {
            String name = message.segments().get(i).name();
            MessageView view = new MessageView(message, facts, i);
            if (name.equals("PID") || name.equals("MRG")) {
                keys.addAll(identifiers(view, name.equals("PID") ? IDENTIFIERS : MERGED, forms));
            }
            if (shared) {
                directory.read(view, forms, entries);
            }
        }
        return new Named(List.copyOf(keys), entries);
    }

    private SourceForms forms(RawMessage message, String sourceSystem) {
        RawSegment header = message.header();
        CodeTables.Sender sender = tables.sender(
                sourceSystem,
                first(header, 3).text().trim(),
                first(header, 4).text().trim());
        SourceTimes times = new SourceTimes(first(header, 7).text(), sender.zone());
        return new SourceForms(tables, sender, times, sourceSystem);
    }

    private static RawValue first(RawSegment segment, int field) {
        List<RawValue> values = segment.field(field);
        return values.isEmpty() ? new RawValue("", segment.field(1).get(0).marks(), 0) : values.get(0);
    }

    private static Statement statement(MessageView view, Way way, SourceForms forms, StatedRecord record) {
        int fields = way.kind().fields().size();
        List<@Nullable List<String>> values = new ArrayList<>(fields);
        for (int f = 0; f < fields; f++) {
            values.add(field(
                    view,
                    forms,
                    way.kind().fields().get(f).form(),
                    way.statement().fields().get(f)));
        }
        String path = view.place();
        return new Statement(
                way.kind(),
                identifiers(view, way.statement().subject(), forms),
                key(view, way.statement()),
                way.statement().merge(),
                way.statement().repeat(),
                values,
                saysSomething(values, way),
                record.location(),
                record.order(),
                path);
    }

    /** Whether a value of the source is among what is said: what the event alone says is no fact. */
    private static boolean saysSomething(List<@Nullable List<String>> values, Way way) {
        for (int f = 0; f < values.size(); f++) {
            List<FieldStatement> ways = way.statement().fields().get(f);
            List<String> said = values.get(f);
            boolean read =
                    ways != null && ways.stream().anyMatch(w -> w.constant().isEmpty());
            if (read && said != null && !said.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable List<String> field(
            MessageView view, SourceForms forms, Form form, @Nullable List<FieldStatement> ways) {
        if (ways != null) {
            for (FieldStatement way : ways) {
                List<String> values = forms.values(view, form, way);
                if (values != null) {
                    return values;
                }
            }
        }
        return null;
    }

    private static String key(MessageView view, StatementKind statement) {
        StringBuilder key = new StringBuilder();
        for (StatementKind.KeyPart part : statement.key()) {
            List<RawValue> values = view.values(part.path());
            if (values.isEmpty() && !part.optional()) {
                return "";
            }
            values.forEach(v -> key.append(v.wholeText().trim()).append('\u001e'));
            key.append(KEY_SEPARATOR);
        }
        return key.toString();
    }

    private static List<String> identifiers(MessageView view, List<List<SourcePath>> paths, SourceForms forms) {
        Set<String> identifiers = new LinkedHashSet<>();
        FieldStatement said = FieldStatement.of(paths);
        List<String> values = forms.values(view, Form.IDENTIFIER, said);
        if (values != null) {
            identifiers.addAll(values);
        }
        return List.copyOf(identifiers);
    }
}
