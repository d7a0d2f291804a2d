package org.chartlift.mapping;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.chartlift.mapping.identity.SenderSettings;
import org.chartlift.mapping.rule.Faults;
import org.chartlift.mapping.rule.YamlNode;
import org.jspecify.annotations.Nullable;

/** Everything that the files of a map set say, before it is compiled. Used by one thread. */
final class MapDocuments {
    private static final Set<String> OVERLAY_KEYS = Set.of("overlay", "author", "reason", "rules", "disable");
    private static final Set<String> SENDER_KEYS =
            Set.of("sender", "match", "zone", "prefer", "preferAuthorities", "authorities");
    private static final Set<String> MATCH_KEYS = Set.of("sourceSystem", "application", "facility");

    final Map<String, MapSource> maps = new TreeMap<>();
    final Map<String, YamlNode> messages = new TreeMap<>();
    final Map<String, YamlNode> extensions = new TreeMap<>();
    /** Names of the fields of segments; no map reads them. */
    final Map<String, YamlNode> fields = new TreeMap<>();

    /** The files that hold rows of the HL7 v2-to-FHIR guide, unread: only coverage is measured by them. */
    final Map<String, String> guide = new TreeMap<>();

    final Map<String, String> systems = new TreeMap<>();
    final Map<String, Set<String>> tables = new TreeMap<>();
    final Map<String, SenderSettings> senders = new LinkedHashMap<>();
    final Map<String, ConceptMapReader.Vocabulary> vocabularies = new TreeMap<>();
    private final List<YamlNode> overlays = new ArrayList<>();
    private final Faults faults;

    MapDocuments(Faults faults) {
        this.faults = faults;
    }

    /** Adds the files of one folder; later folders weigh more. */
    void add(Map<String, String> files) {
        files.forEach((name, text) -> {
            if (isGuide(name)) {
                guide.put(name, text);
            }
        });
        files.entrySet().stream().map(MapFile::read).forEachOrdered(this::file);
        overlays.forEach(this::overlay);
        overlays.clear();
    }

    private static boolean isGuide(String name) {
        return name.contains("hl7v2/ig/");
    }

    /** What one file says, read but not yet understood. */
    private record MapFile(
            String name, List<YamlNode> documents, ConceptMapReader.@Nullable Vocabulary vocabulary, Faults faults) {
        static MapFile read(Map.Entry<String, String> file) {
            String name = file.getKey();
            Faults faults = new Faults();
            if (name.endsWith(".json")) {
                return new MapFile(name, List.of(), vocabulary(name, file.getValue(), faults), faults);
            }
            boolean map = !name.contains("reconcile/") && !name.endsWith("dataset.yaml") && !isGuide(name);
            return new MapFile(name, map ? documents(name, file.getValue(), faults) : List.of(), null, faults);
        }

        private static List<YamlNode> documents(String name, String text, Faults faults) {
            List<YamlNode> packed = MapPack.documents(name, text);
            return packed == null ? YamlNode.read(name, text, faults) : packed;
        }

        private static ConceptMapReader.@Nullable Vocabulary vocabulary(String name, String text, Faults faults) {
            try {
                return ConceptMapReader.read(text);
            } catch (IOException e) {
                faults.add(name, 0, "not a ConceptMap in FHIR R4 JSON: " + e.getMessage());
                return null;
            }
        }
    }

    /** Gives each map that is written as `like:` another one the rules of that, as overlays left them. To be called once, after every folder. */
    void inherit() {
        for (MapSource map : maps.values()) {
            YamlNode like = map.node.get("like");
            MapSource other = like == null ? null : maps.get(like.text());
            if (like == null && map.node.has("disable")) {
                faults.add(map.node.get("disable"), "`disable:` takes rules away from those that `like:` brings");
            } else if (like != null && (other == null || other.node.has("like"))) {
                faults.add(like, "`like:` names a map with rules of its own; `" + like.text() + "` is none");
            } else if (other != null && other.target.equals(map.target)) {
                map.inherit(other);
                disable(map, map.node);
            } else if (other != null) {
                faults.add(like, "`" + other.id + "` makes a " + other.target + ", not a " + map.target);
            }
        }
    }

    private void file(MapFile file) {
        faults.add(file.faults);
        if (file.vocabulary != null) {
            String name = file.name.substring(file.name.lastIndexOf('/') + 1, file.name.length() - ".json".length());
            vocabularies.put(name, file.vocabulary);
        }
        file.documents.forEach(this::document);
    }

    private void document(YamlNode d) {
        if (d.has("map")) {
            map(d);
        } else if (d.has("message")) {
            unique(messages, d.text("message"), d, d);
        } else if (d.has("overlay")) {
            overlays.add(d);
        } else if (d.has("extensions")) {
            d.get("extensions").fields().forEach(extensions::put);
        } else if (d.has("systems")) {
            d.get("systems").fields().forEach((name, uri) -> systems.put(name, uri.text()));
        } else if (d.has("fields")) {
            d.get("fields").fields().forEach(fields::put);
        } else if (d.has("tables")) {
            d.get("tables").fields().forEach((number, codes) -> tables.put(number, codes(codes)));
        } else if (d.has("sender")) {
            sender(d);
        } else {
            faults.add(
                    d,
                    "a document begins with one of map, message, overlay, extensions, systems, tables, sender, fields");
        }
    }

    private <T> void unique(Map<String, T> all, @Nullable String id, T value, YamlNode at) {
        if (id == null || id.isEmpty()) {
            faults.add(at, "no name");
        } else if (all.putIfAbsent(id, value) != null) {
            faults.add(at, "`" + id + "` is there already; an overlay (`overlay: " + id + "`) changes it");
        }
    }

    private void map(YamlNode d) {
        String written = d.text("map");
        String[] sides = written == null ? new String[0] : written.split("\\s*->\\s*");
        if (sides.length != 2 || !sides[0].matches("[A-Za-z][A-Za-z0-9]*") || !sides[1].matches("[A-Za-z]+")) {
            faults.add(d, "`map:` is written as `PID -> Patient`");
            return;
        }
        String id = d.has("id") ? d.text("id") : sides[0] + "-" + sides[1];
        unique(maps, id, new MapSource(d, id, sides[0], sides[1]), d);
    }

    private void overlay(YamlNode d) {
        d.allowOnly(OVERLAY_KEYS, faults);
        MapSource map = maps.get(d.text("overlay"));
        if (map == null) {
            faults.add(d, "there is no map `" + d.text("overlay") + "` to lay over");
            return;
        }
        for (String needed : List.of("author", "reason")) {
            if (!d.has(needed)) {
                faults.add(d, "an overlay names its " + needed);
            }
        }
        if (d.has("rules")) {
            d.get("rules").items().forEach(map::lay);
        }
        disable(map, d);
    }

    private void disable(MapSource map, YamlNode at) {
        if (at.has("disable")) {
            for (YamlNode id : at.get("disable").items()) {
                if (!map.rules.removeIf(r -> id.text().equals(r.text("id")))) {
                    faults.add(id, "map " + map.id + " has no rule `" + id.text() + "` to disable");
                }
            }
        }
    }

    private static Set<String> codes(YamlNode list) {
        Set<String> codes = new HashSet<>();
        list.items().forEach(code -> codes.add(code.text()));
        return codes;
    }

    private void sender(YamlNode d) {
        d.allowOnly(SENDER_KEYS, faults);
        YamlNode match = d.get("match");
        if (match != null) {
            match.allowOnly(MATCH_KEYS, faults);
        }
        Map<String, String> authorities = new HashMap<>();
        if (d.has("authorities")) {
            d.get("authorities").fields().forEach((name, uri) -> authorities.put(name, uri.text()));
        }
        String name = d.text("sender");
        senders.put(
                name,
                new SenderSettings(
                        name,
                        matched(match, "sourceSystem"),
                        matched(match, "application"),
                        matched(match, "facility"),
                        zone(d),
                        texts(d, "prefer"),
                        texts(d, "preferAuthorities"),
                        authorities));
    }

    private static String matched(@Nullable YamlNode match, String key) {
        String value = match == null ? null : match.text(key);
        return value == null ? "" : value;
    }

    private @Nullable ZoneId zone(YamlNode d) {
        String zone = d.text("zone");
        if (zone == null) {
            return null;
        }
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            faults.add(d.get("zone"), "`" + zone + "` is not a time zone such as Europe/Vienna");
            return null;
        }
    }

    private static List<String> texts(YamlNode d, String key) {
        YamlNode list = d.get(key);
        return list == null
                ? List.of()
                : list.items().stream().map(YamlNode::text).toList();
    }
}
