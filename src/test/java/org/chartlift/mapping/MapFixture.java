package org.chartlift.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chartlift.mapping.identity.ResourceIds;
import org.chartlift.record.ContentHash;
import org.chartlift.source.SourceTree;
import org.chartlift.source.UnreadableRecordException;
import org.chartlift.source.hl7v2.Hl7v2Reader;
import org.hl7.fhir.r4.formats.JsonParser;
import org.hl7.fhir.r4.model.Resource;

/** A small map set in a temporary folder, and conversions by it. */
final class MapFixture {
    static final String MESSAGE =
            """
            message: TST
            for: ["ADT^A01", "ORU^R01"]
            grammar: >
              MSH [EVN] [{PATIENT: PID [{NK1}] [{AL1}] [PV1] [{ORDER: OBR [{OBSERVATION: OBX [{NTE}]}]}]}]
            """;
    static final String HEADER = "map: MSH -> MessageHeader\nrules:\n  - {id: rest, carry: MSH-*}\n";

    private final Path folder;
    private final List<Path> overlays = new ArrayList<>();

    MapFixture(Path folder) {
        this.folder = folder;
        file("base/message.yaml", MESSAGE);
        file("base/MSH.yaml", HEADER);
    }

    MapFixture file(String name, String text) {
        write(folder.resolve(name), text);
        return this;
    }

    MapFixture overlay(Path overlay, String text) {
        write(overlay.resolve("overlay.yaml"), text);
        overlays.add(overlay);
        return this;
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MapSet load() {
        List<Path> folders = new ArrayList<>(List.of(folder));
        folders.addAll(overlays);
        return MapSet.load(folders);
    }

    Result convert(String... segments) {
        return convert(
                load(), "MSH|^~\\&|APP|FAC|||20240102030405+0100||ADT^A01|1|P|2.5\r" + String.join("\r", segments));
    }

    static Result convert(MapSet maps, String message) {
        return convert(maps, message, MapSet.Options.TRACING);
    }

    static Result convert(MapSet maps, String message, MapSet.Options options) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        try {
            SourceTree tree = new Hl7v2Reader(maps.grammars()).read(bytes);
            ConversionContext context =
                    new ConversionContext("https://h.example", ContentHash.of(bytes), new ResourceIds(new byte[16]));
            return new Result(maps.converter(options).convert(tree, context));
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A conversion, with what tests ask of it. */
    record Result(Conversion conversion) {
        <T extends Resource> T only(Class<T> type) {
            List<T> all = all(type);
            if (all.size() != 1) {
                throw new AssertionError(all.size() + " of " + type.getSimpleName());
            }
            return all.get(0);
        }

        <T extends Resource> List<T> all(Class<T> type) {
            return conversion.resources().stream()
                    .map(ConvertedResource::resource)
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
        }

        LeafOutcome outcome(String path) {
            return conversion.outcomes().stream()
                    .filter(o -> conversion
                            .tree()
                            .path(conversion.tree().leaf(o.leaf()))
                            .equals(path))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no leaf " + path));
        }

        /** Outcome and detail, for example {@code dropped set-id}. */
        String became(String path) {
            LeafOutcome o = outcome(path);
            return (o.outcome().word() + " " + o.detail()).trim();
        }

        List<String> findings() {
            return conversion.findings().stream()
                    .map(f -> f.severity() + " " + f.rule())
                    .toList();
        }

        String json(Class<? extends Resource> type) {
            try {
                return new JsonParser().composeString(only(type));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static String conceptMap(String source, Map<String, String> codes, String target) {
        StringBuilder elements = new StringBuilder();
        codes.forEach((from, to) -> elements.append(elements.isEmpty() ? "" : ",")
                .append("{\"code\":\"")
                .append(from)
                .append("\",\"target\":[{\"code\":\"")
                .append(to)
                .append("\",\"equivalence\":\"equivalent\"}]}"));
        return "{\"resourceType\":\"ConceptMap\",\"status\":\"active\",\"group\":[{\"source\":\"" + source
                + "\",\"target\":\"" + target + "\",\"element\":[" + elements + "]}]}";
    }
}
