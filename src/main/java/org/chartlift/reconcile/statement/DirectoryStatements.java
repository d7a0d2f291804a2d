package org.chartlift.reconcile.statement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.chartlift.reconcile.fact.DirectoryKind;
import org.chartlift.reconcile.fact.DirectoryKind.KeyPart;
import org.chartlift.reconcile.fact.DirectoryKind.Member;
import org.chartlift.reconcile.fact.DirectoryKind.Part;
import org.chartlift.reconcile.fact.DirectoryKind.Reading;
import org.chartlift.reconcile.fact.DirectoryKind.Saying;
import org.chartlift.reconcile.fact.DirectoryKind.Shape;
import org.chartlift.reconcile.fact.FieldStatement;
import org.chartlift.reconcile.fact.Form;
import org.chartlift.reconcile.fact.Forms;
import org.chartlift.reconcile.fact.SourcePath;
import org.chartlift.reconcile.statement.DirectoryEntry.Said;
import org.jspecify.annotations.Nullable;

/** Reads what messages say of practitioners, organizations and their roles. Immutable; safe for use by several threads. */
final class DirectoryStatements {
    private static final char SEPARATOR = '\u001f';
    private static final String URIS = "urn:ietf:rfc:3986";

    /** Kinds of universal ids that are URIs, or become ones (HL7 table 0301). */
    private static final Set<String> URI_TYPES = Set.of("", "ISO", "OID", "UUID", "GUID", "URI", "URL", "DNS");

    private final Map<String, List<Way>> ways = new HashMap<>();

    private record Way(DirectoryKind kind, Saying saying) {}

    /** The value at hand, null for a whole segment, and the name of its field. */
    private record Place(MessageView view, SourceForms forms, @Nullable RawValue value, String field) {}

    /** By what the server is asked, and what makes two entries the same. */
    private record Identity(String type, boolean byName, String lookup, String key) {}

    DirectoryStatements(List<DirectoryKind> kinds) {
        kinds.forEach(
                kind -> kind.sayings().forEach(saying -> ways.computeIfAbsent(saying.segment(), s -> new ArrayList<>())
                        .add(new Way(kind, saying))));
    }

    /** What the anchor's segment says. */
    void read(MessageView view, SourceForms forms, List<DirectoryEntry> to) {
        for (Way way : ways.getOrDefault(view.anchor().name(), List.of())) {
            Saying saying = way.saying();
            if (!view.holds(saying.when(), saying.unless())) {
                continue;
            }
            if (saying.each().isEmpty()) {
                entry(new Place(view, forms, null, ""), way, to);
            } else {
                view.values(saying.each()).stream()
                        .filter(RawValue::isValued)
                        .forEach(value -> entry(new Place(view, forms, value, field(saying.each())), way, to));
            }
        }
    }

    private static void entry(Place at, Way way, List<DirectoryEntry> to) {
        Shape shape = way.saying().shape();
        Map<Integer, List<String>> said = new TreeMap<>();
        shape.readings().forEach((field, reading) -> {
            List<String> values = values(at, reading);
            if (values != null) {
                said.put(field, values);
            }
        });
        Identity identity = identity(at, shape);
        if (identity != null) {
            String path = at.view().place() + at.field().replaceFirst("^[^-]*", "");
            to.add(new DirectoryEntry(
                    way.kind(),
                    identity.type(),
                    identity.byName(),
                    identity.lookup(),
                    identity.key(),
                    !way.saying().may(),
                    said.entrySet().stream()
                            .map(e -> new Said(way.kind().fields().get(e.getKey()), e.getValue()))
                            .toList(),
                    path));
        }
    }

    /** Null if the value names nobody. */
    private static @Nullable Identity identity(Place at, Shape shape) {
        if (!shape.of().isEmpty()) {
            return together(at, shape);
        }
        String key = key(at, shape.keys());
        if (key.isEmpty()) {
            return null;
        }
        for (Reading reading : shape.readings().values()) {
            if (reading.form() == Form.IDENTIFIER) {
                List<String> identifiers = values(at, reading);
                if (identifiers != null && !identifiers.isEmpty()) {
                    return new Identity(shape.type(), false, identifiers.get(0), key);
                }
            }
        }
        String name = name(at, shape);
        return name.isEmpty() ? null : new Identity(shape.type(), true, name, key);
    }

    /** The name by which the server can be asked: the family name, or the whole name of an organization. Empty if there is none that is sure to be kept as it is. */
    private static String name(Place at, Shape shape) {
        for (Reading reading : shape.readings().values()) {
            RawValue value = reading.from().isEmpty() ? at.value() : null;
            if (value != null && (reading.how() == DirectoryKind.How.NAME || reading.how() == DirectoryKind.How.TEXT)) {
                String name = text(value, reading.parts().get(0));
                return Forms.text(name).equals(name) ? name : "";
            } else if (reading.form() == Form.NAME || reading.form() == Form.TEXT) {
                List<String> names = values(at, reading);
                return names == null || names.isEmpty() ? "" : names.get(0).split(";", -1)[0];
            }
        }
        return "";
    }

    /** Of all who take part, the first leads to the entry. */
    private static @Nullable Identity together(Place at, Shape shape) {
        Identity first = null;
        StringBuilder key = new StringBuilder();
        for (Member member : shape.of()) {
            List<RawValue> values =
                    member.from().isEmpty() ? List.of() : at.view().values(member.from());
            RawValue value =
                    values.stream().filter(RawValue::isValued).findFirst().orElse(null);
            Identity one = value == null && !member.from().isEmpty()
                    ? null
                    : identity(new Place(at.view(), at.forms(), value, field(member.from())), member.shape());
            first = first == null ? one : first;
            key.append(one == null ? "" : one.key()).append('\u001e');
        }
        return first == null
                ? null
                : new Identity(
                        first.type(),
                        first.byName(),
                        first.lookup(),
                        key + key(new Place(at.view(), at.forms(), null, ""), shape.keys()));
    }

    private static String key(Place at, List<List<KeyPart>> alternatives) {
        for (List<KeyPart> alternative : alternatives) {
            StringBuilder key = new StringBuilder();
            boolean whole = true;
            boolean any = false;
            for (KeyPart part : alternative) {
                String text = text(at, part);
                whole &= !text.isEmpty() || part.optional();
                any |= !text.isEmpty();
                key.append(text).append(SEPARATOR);
            }
            if (whole && any) {
                return key.toString();
            }
        }
        return "";
    }

    private static String text(Place at, KeyPart part) {
        RawValue value = at.value();
        if (part.part() != null) {
            return value == null ? "" : part(value, part.part()).wholeText().trim();
        }
        List<RawValue> values = at.view().values(part.path());
        return values.isEmpty() ? "" : values.get(0).wholeText().trim();
    }

    private static String field(List<List<SourcePath>> path) {
        return path.isEmpty()
                ? ""
                : path.get(0).get(0).segment() + "-" + path.get(0).get(0).field();
    }

    private static RawValue part(RawValue value, Part part) {
        RawValue component = value.part(part.component());
        return part.subcomponent() == 0 ? component : component.part(part.subcomponent());
    }

    private static String text(RawValue value, List<Part> parts) {
        for (Part part : parts) {
            String text = part(value, part).text().trim();
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    /** Null if nothing is said. */
    private static @Nullable List<String> values(Place at, Reading reading) {
        MessageView view = at.view();
        RawValue value = at.value();
        if (!view.holds(reading.when(), List.of())) {
            return null;
        }
        if (reading.how() == DirectoryKind.How.PLAIN) {
            List<String> values =
                    at.forms().values(view, reading.form(), FieldStatement.of(reading.from(), reading.table()));
            return values == null
                    ? null
                    : values.stream().filter(v -> !Forms.isSaidText(v)).toList();
        }
        List<RawValue> from =
                reading.from().isEmpty() ? value == null ? List.of() : List.of(value) : view.values(reading.from());
        List<String> values = new ArrayList<>();
        boolean cleared = false;
        for (RawValue one : from) {
            String said = said(at.forms(), reading, one, at.field());
            if (!said.isEmpty()) {
                values.add(said);
            } else if (reading.how() == DirectoryKind.How.TEXT) {
                cleared |= reading.parts().get(0).stream()
                        .anyMatch(p -> one.isNull() || part(one, p).isNull());
            }
        }
        return values.isEmpty() && !cleared ? null : values;
    }

    private static String said(SourceForms forms, Reading reading, RawValue value, String field) {
        List<List<Part>> parts = reading.parts();
        return switch (reading.how()) {
            case TEXT -> Forms.text(text(value, parts.get(0)));
            case NAME -> name(value, parts);
            case IDENTIFIER -> {
                String id = text(value, parts.get(0));
                String authority = parts.get(1).isEmpty()
                        ? ""
                        : forms.authority(part(value, parts.get(1).get(0)));
                yield id.isEmpty() ? "" : authority + "|" + id;
            }
            case OID -> {
                String id = text(value, parts.get(0));
                String oid = text(value, parts.get(1));
                yield id.isEmpty() ? "" : (CodeTables.isOid(oid) ? forms.authority("", oid, "ISO") : "") + "|" + id;
            }
            case CODE -> {
                String id = text(value, parts.get(0));
                String system = text(value, parts.get(1));
                yield id.isEmpty() ? "" : (system.isEmpty() ? "" : forms.system(system, id, field)) + "|" + id;
            }
            case DESIGNATOR -> {
                String id = text(value, List.of(new Part(2, 0)));
                boolean uri = URI_TYPES.contains(text(value, List.of(new Part(3, 0))));
                yield id.isEmpty()
                        ? ""
                        : uri ? URIS + "|" + forms.authority("", id, text(value, List.of(new Part(3, 0)))) : "|" + id;
            }
            case PLAIN -> "";
        };
    }

    /** Family, given names, prefixes and suffixes as one text; empty if there is none of them. */
    private static String name(RawValue value, List<List<Part>> parts) {
        StringBuilder name = new StringBuilder();
        boolean any = false;
        for (List<Part> some : parts) {
            StringBuilder text = new StringBuilder();
            some.forEach(p -> text.append(part(value, p).text()).append(' '));
            String said = Forms.text(text.toString());
            any |= !said.isEmpty();
            name.append(name.isEmpty() && some == parts.get(0) ? "" : ";").append(said);
        }
        return any ? name.toString() : "";
    }
}
