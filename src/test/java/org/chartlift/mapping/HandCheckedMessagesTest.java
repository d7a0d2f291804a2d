package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.IFhirPath;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.chartlift.mapping.identity.ResourceIds;
import org.chartlift.record.Finding;
import org.chartlift.source.RecordHeader;
import org.chartlift.source.ScanSink;
import org.chartlift.source.SourceFile;
import org.chartlift.source.UnreadableRecordException;
import org.chartlift.source.hl7v2.Hl7v2Reader;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/**
 * Messages of the corpus that were read by eye, and what their sender meant: {@code hand-checked/*.yaml}, by file, record, FHIRPath and
 * value. A path begins with a resource type and is asked of each such resource in order; several values are joined by {@code " | "}.
 */
class HandCheckedMessagesTest {
    private static final MapSet MAPS = MapSet.builtIn();
    private static final IFhirPath FHIR_PATH = FhirContext.forR4Cached().newFhirPath();

    private static Path corpus() {
        return Path.of(System.getProperty("chartlift.corpus", "../shared"), "corpus", "hl7v2");
    }

    private record Expectation(String path, String value) {}

    private record Checked(String table, String file, int record, List<Expectation> expectations) {
        String name() {
            return table + ": " + file + "#" + record;
        }
    }

    @Test
    void atLeastSixtyMessagesWereCheckedByHand() throws Exception {
        assertThat(tables().stream().map(c -> c.file() + "#" + c.record()).distinct())
                .hasSizeGreaterThanOrEqualTo(60);
    }

    @TestFactory
    Stream<DynamicTest> whatTheSenderMeantStandsInTheResources() throws Exception {
        assumeTrue(Files.isDirectory(corpus()), () -> "no corpus at " + corpus() + ": set -Dchartlift.corpus");
        return tables().stream().map(c -> dynamicTest(c.name(), () -> check(c)));
    }

    private static void check(Checked checked) throws IOException {
        List<Resource> resources = convert(checked);
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (Expectation e : checked.expectations) {
            expected.add(e.path + " = " + e.value);
            found.add(e.path + " = " + evaluate(resources, e.path));
        }
        assertThat(found).as(checked.name()).containsExactlyElementsOf(expected);
    }

    private static String evaluate(List<Resource> resources, String path) {
        String type = path.split("[.(]")[0];
        List<String> values = new ArrayList<>();
        for (Resource resource : resources) {
            if (resource.fhirType().equals(type)) {
                FHIR_PATH.evaluate(resource, path, Base.class).forEach(b -> values.add(text(b)));
            }
        }
        return String.join(" | ", values);
    }

    private static String text(Base base) {
        return base.isPrimitive() ? String.valueOf(base.primitiveValue()) : base.fhirType();
    }

    private static List<Resource> convert(Checked checked) throws IOException {
        Path file = corpus().resolve(checked.file);
        Hl7v2Reader reader = new Hl7v2Reader(MAPS.grammars());
        List<RecordHeader> headers = new ArrayList<>();
        reader.scan(new SourceFile(file, checked.file), new ScanSink() {
            @Override
            public void record(RecordHeader header) {
                headers.add(header);
            }

            @Override
            public void finding(String name, Finding finding) {}
        });
        RecordHeader header = headers.get(checked.record - 1);
        byte[] bytes = Arrays.copyOfRange(
                Files.readAllBytes(file),
                Math.toIntExact(header.offset()),
                Math.toIntExact(header.offset() + header.length()));
        try {
            return MAPS
                    .converter(MapSet.Options.TRACING)
                    .convert(
                            reader.read(bytes),
                            new ConversionContext("https://h.example", header.hash(), new ResourceIds(new byte[16])))
                    .resources()
                    .stream()
                    .map(ConvertedResource::resource)
                    .toList();
        } catch (UnreadableRecordException e) {
            throw new AssertionError(checked.name() + " cannot be read: " + e.finding(), e);
        }
    }

    private static List<Checked> tables() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(HandCheckedMessagesTest.class.getResource("/hand-checked"))
                .toURI());
        List<Checked> checked = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    List<Map<String, Object>> rows = new Yaml().load(in);
                    rows.forEach(row -> checked.add(row(file.getFileName().toString(), row)));
                }
            }
        }
        return checked;
    }

    @SuppressWarnings("unchecked")
    private static Checked row(String table, Map<String, Object> row) {
        List<Expectation> expectations = ((List<Map<String, Object>>) row.get("expect"))
                .stream()
                        .map(e -> new Expectation((String) e.get("path"), String.valueOf(e.get("value"))))
                        .toList();
        return new Checked(table, (String) row.get("file"), (Integer) row.get("record"), expectations);
    }
}
