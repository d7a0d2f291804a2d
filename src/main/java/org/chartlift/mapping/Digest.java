package org.chartlift.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chartlift.mapping.rule.YamlNode;
import org.chartlift.record.ContentHash;
import org.hl7.fhir.r4.formats.JsonParser;
import org.hl7.fhir.r4.model.ConceptMap;

/** The digest of an effective map set: of what it says, in one order, without comments and layout. */
final class Digest {
    private final MapDocuments documents;
    private final ObjectMapper json = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    Digest(MapDocuments documents) {
        this.documents = documents;
    }

    String hex() {
        Map<String, Object> all = new TreeMap<>();
        Map<String, Object> maps = new TreeMap<>();
        documents.maps.forEach((id, m) -> maps.put(id, map(m)));
        all.put("maps", maps);
        all.put("messages", objects(documents.messages));
        all.put("extensions", objects(documents.extensions));
        all.put("systems", documents.systems);
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
        documents.conceptMaps.forEach((name, map) -> vocabulary.put(name, conceptMap(map)));
        all.put("vocabulary", vocabulary);
        return ContentHash.of(write(all).getBytes(StandardCharsets.UTF_8)).hex();
    }

    /** A map as it is effective: its head, and its rules after overlays. */
    static Map<String, Object> map(MapSource m) {
        Map<String, Object> head = new TreeMap<>();
        m.node.fields().forEach((key, value) -> {
            if (!key.equals("rules")) {
                head.put(key, String.valueOf(value.toObject()));
            }
        });
        List<Object> rules = new ArrayList<>();
        m.rules.forEach(r -> rules.add(String.valueOf(r.toObject())));
        head.put("rules", rules);
        return head;
    }

    private static Map<String, Object> objects(Map<String, YamlNode> nodes) {
        Map<String, Object> objects = new TreeMap<>();
        nodes.forEach((name, node) -> objects.put(name, String.valueOf(node.toObject())));
        return objects;
    }

    private static String conceptMap(ConceptMap map) {
        try {
            return new JsonParser().composeString(map);
        } catch (IOException e) {
            throw new IllegalStateException("a ConceptMap that was read can be written", e);
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings, lists and maps are always JSON", e);
        }
    }
}
