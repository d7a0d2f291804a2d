package org.chartlift.mapping;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.chartlift.mapping.rule.Fault;
import org.chartlift.mapping.rule.Faults;
import org.chartlift.source.hl7v2.MessageGrammar;
import org.hl7.fhir.r4.model.ConceptMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** A compiled map set. Immutable, apart from the look at its folders in {@link #isStale()}; safe for use by several threads. */
public final class MapSet {
    /** Overlay folders of a set, in the order in which they weigh more. */
    private static final List<String> LAYERS = List.of("country/", "vendor/", "site/");

    private final CompiledMaps maps;
    private final MapDocuments documents;
    private final List<Map<String, String>> layers;
    private final Map<Path, Long> stamps;

    private MapSet(
            CompiledMaps maps, MapDocuments documents, List<Map<String, String>> layers, Map<Path, Long> stamps) {
        this.maps = maps;
        this.documents = documents;
        this.layers = List.copyOf(layers);
        this.stamps = Map.copyOf(stamps);
    }

    /** The maps that come with Chartlift. */
    public static MapSet builtIn() {
        return load(List.of());
    }

    /**
     * Loads and compiles.
     *
     * @param folders later ones weigh more; one that holds {@code base/} replaces everything before it, any other is an overlay
     * @throws MappingFaultsException with every fault of every file
     */
    public static MapSet load(List<Path> folders) {
        Map<Path, Long> stamps = new HashMap<>();
        List<Path> overlays = new ArrayList<>();
        Path base = null;
        for (Path folder : folders) {
            stamps.put(folder, MapFiles.stamp(folder));
            if (Files.isDirectory(folder.resolve("base"))) {
                base = folder;
                overlays.clear();
            } else {
                overlays.add(folder);
            }
        }
        List<Map<String, String>> layers = layers(base == null ? MapFiles.builtIn() : MapFiles.folder(base));
        overlays.forEach(o -> layers.add(MapFiles.folder(o)));
        return compile(layers, stamps);
    }

    /**
     * Compiles a set from its texts, as {@link #layers()} gave them out.
     *
     * @throws MappingFaultsException if this release of the software does not take them any more
     */
    public static MapSet of(List<Map<String, String>> layers) {
        return compile(layers, Map.of());
    }

    private static MapSet compile(List<Map<String, String>> layers, Map<Path, Long> stamps) {
        Faults faults = new Faults();
        MapDocuments documents = new MapDocuments(faults);
        layers.forEach(documents::add);
        documents.inherit();
        CompiledMaps compiled = new MapCompiler(documents, faults).compile(new Digest(documents).hex());
        if (!faults.isEmpty()) {
            throw new MappingFaultsException(faults.list());
        }
        return new MapSet(compiled, documents, layers, stamps);
    }

    /** Faults of a set, empty if it has none: what {@code mappings check} prints. */
    public static List<Fault> check(List<Path> folders) {
        try {
            load(folders);
            return List.of();
        } catch (MappingFaultsException e) {
            return e.faults();
        }
    }

    private static List<Map<String, String>> layers(Map<String, String> files) {
        List<Map<String, String>> layers = new ArrayList<>();
        layers.add(new java.util.TreeMap<>());
        LAYERS.forEach(l -> layers.add(new java.util.TreeMap<>()));
        files.forEach((name, text) -> {
            int layer = 0;
            for (int i = 0; i < LAYERS.size(); i++) {
                layer = name.startsWith(LAYERS.get(i)) ? i + 1 : layer;
            }
            layers.get(layer).put(name, text);
        });
        return layers;
    }

    /** Whether a file of the set's folders was changed, added or removed since it was loaded. Reads names, times and sizes only. */
    public boolean isStale() {
        return stamps.entrySet().stream().anyMatch(e -> MapFiles.stamp(e.getKey()) != e.getValue());
    }

    /** A converter by this set. */
    public Converter converter(Options options) {
        return new CompiledConverter(maps, options);
    }

    /** SHA-256 over the effective set, in hexadecimal: the same for the same meaning, whatever the files' order and layout. */
    public String digest() {
        return maps.digest();
    }

    /** The files of the set, name to text, layer by layer; later layers weigh more. What {@link #of} makes the same set of. */
    public List<Map<String, String>> layers() {
        return layers;
    }

    /** Where a rule, a map or a message stands and what it is made of, by its id as outcomes name it. */
    public Optional<RuleText> rule(String id) {
        return Optional.ofNullable(maps.texts().get(id));
    }

    /** Every event that some message takes, {@code ADT^A01}. */
    public Set<String> events() {
        return new TreeSet<>(maps.messages().keySet());
    }

    /** The grammar for an event, null for an unknown one: what a reader of HL7 v2 asks for. */
    public Function<String, @Nullable MessageGrammar> grammars() {
        return event -> {
            MessagePlan message = maps.message(event);
            return message == null ? null : message.grammar();
        };
    }

    /** The vocabulary, by name: to be loaded into a terminology server so that it translates as we do. */
    public Map<String, ConceptMap> conceptMaps() {
        Map<String, ConceptMap> conceptMaps = new TreeMap<>();
        documents.vocabularies.forEach((name, v) -> conceptMaps.put(name, v.map()));
        return conceptMaps;
    }

    /** Names of coding systems as senders write them, to URIs. */
    public Map<String, String> codingSystems() {
        return maps.systems().names();
    }

    /** Namespaces and universal ids of assigning authorities as the settings of senders have them, to URIs; of two settings the more specific one. */
    public Map<String, String> authorities() {
        Map<String, String> authorities = new TreeMap<>();
        maps.senders().all().forEach(sender -> authorities.putAll(sender.authorities()));
        return authorities;
    }

    /** What each rule does with the source fields it reads, map by map. */
    public List<RuleInfo> rules() {
        return RuleListing.of(new TreeMap<>(maps.maps()).values());
    }

    /** The coverage report, as Markdown. */
    public String coverage() {
        return new Coverage(maps, documents.fields, guideRows()).markdown();
    }

    /** The rows of the HL7 v2-to-FHIR guide, each with what the maps do. */
    List<GuideCoverage.Measured> guide() {
        return new Coverage(maps, documents.fields, guideRows()).guide();
    }

    private List<GuideRow> guideRows() {
        Faults faults = new Faults();
        List<GuideRow> rows = GuideRow.read(documents.guide, faults);
        if (!faults.isEmpty()) {
            throw new MappingFaultsException(faults.list());
        }
        return rows;
    }

    /** The set as it is after overlays, as YAML; map by map and vocabulary by name. */
    public String effective() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
        options.setWidth(150);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("digest", maps.digest());
        all.put("maps", Digest.maps(documents));
        all.put("vocabularies", List.copyOf(documents.vocabularies.keySet()));
        return new Yaml(options).dump(all);
    }

    /** What this set says otherwise than an earlier one, maps with their rules first. */
    public List<MapChange> changesSince(MapSet earlier) {
        return new MapDiff(maps, documents, earlier.maps, earlier.documents).changes();
    }

    /** Id, version and digest of each map and message: a run compares them to refuse a map that changed under the same version. */
    public Map<String, String> versions() {
        return Digest.versions(documents);
    }

    /**
     * How a converter works.
     *
     * @param tracing whether each value in the target says where it came from ({@link Origin#of})
     * @param strict whether, moreover, a value without an origin is an error
     */
    public record Options(boolean tracing, boolean strict) {
        public static final Options PRODUCTION = new Options(false, false);
        /** For tests: an engine that invents a value must not pass. */
        public static final Options TRACING = new Options(true, true);
        /** For asking where values came from. */
        public static final Options LINEAGE = new Options(true, false);
    }
}
