package org.chartlift.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.chartlift.mapping.rule.YamlNode;
import org.chartlift.record.ContentHash;
import org.jspecify.annotations.Nullable;

/** The digest of an effective map set: of what it says, in one order, without comments and layout. */
final class Digest {
    private final MapDocuments documents;
    private static final JsonFactory JSON = new JsonFactory();

    Digest(MapDocuments documents) {
        this.documents = documents;
    }

    String hex() {
        Map<String, Object> all = new TreeMap<>();
        all.put("maps", maps(documents));
        all.put("messages", objects(documents.messages));
        all.put("extensions", objects(documents.extensions));
        all.put("systems", documents.systems);
        Map<String, Object> tables = new TreeMap<>();
        documents.tables.forEach((number, codes) -> tables.put(number, new TreeSet<>(codes)));
        all.put("tables", tables);
        Map<String, Object> senders = new TreeMap<>();
        documents.senders.forEach((name, s) -> senders.put(
                name,
                List.of(
                        s.sourceSystem(),
                        s.application(),
                        s.facility(),
                        String.valueOf(s.zone()),
                        s.identifierTypes(),
                        s.identifierAuthorities(),
                        new TreeMap<>(s.authorities()))));
        all.put("senders", senders);
        Map<String, Object> vocabulary = new TreeMap<>();
        documents.vocabularies.forEach((name, v) -> vocabulary.put(name, v.json()));
        all.put("vocabulary", vocabulary);
        return of(all);
    }

    /** The maps as they are effective: each one's head, and its rules after overlays. */
    static Map<String, Object> maps(MapDocuments documents) {
        Map<String, Object> maps = new TreeMap<>();
        documents.maps.forEach((id, m) -> maps.put(id, map(m)));
        return maps;
    }

    /** A map as it is effective. */
    static Map<String, Object> map(MapSource m) {
        Map<String, Object> head = new TreeMap<>();
        m.node.fields().forEach((key, value) -> {
            if (!key.equals("rules") && !key.equals("note")) {
                head.put(key, value.toObject());
            }
        });
        List<Object> rules = new ArrayList<>();
        m.rules.forEach(r -> rules.add(r.toObject()));
        head.put("rules", rules);
        return head;
    }

    /** By map or message id: its version and the digest of what it says. */
    static Map<String, String> versions(MapDocuments documents) {
        Map<String, String> versions = new TreeMap<>();
        documents.maps.forEach((id, m) -> versions.put(id, version(m.node) + " " + of(map(m))));
        documents.messages.forEach((id, m) -> versions.put("message " + id, version(m) + " " + of(m.toObject())));
        return versions;
    }

    private static String version(YamlNode node) {
        String version = node.text("version");
        return version == null ? "1" : version;
    }

    private static String of(Object value) {
        return ContentHash.of(write(value).getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static Map<String, Object> objects(Map<String, YamlNode> nodes) {
        Map<String, Object> objects = new TreeMap<>();
        nodes.forEach((name, node) -> objects.put(name, node.toObject()));
        return objects;
    }

    private static String write(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException("writing into memory", e);
        }
        return text.toString();
    }

    /** Maps are sorted already. */
    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> fields) {
            json.writeStartObject();
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                json.writeFieldName((String) field.getKey());
                write(json, field.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof Iterable<?> items) {
            json.writeStartArray();
            for (Object item : items) {
                write(json, item);
            }
            json.writeEndArray();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else {
            // numbers, booleans and null read the same in JSON
            json.writeRawValue(String.valueOf(value));
        }
    }
}
