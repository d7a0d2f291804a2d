package org.chartlift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Converts the whole HL7 v2 corpus by the command line and checks what it wrote against a naive reading of the same files. */
class CorpusConversionTest {
    private static final Set<String> EVENTS = Set.of(
            "ADT^A01", "ADT^A02", "ADT^A03", "ADT^A04", "ADT^A05", "ADT^A08", "ADT^A11", "ADT^A13", "ADT^A28",
            "ADT^A31", "ADT^A40", "ORU^R01", "MDM^T02", "VXU^V04");
    private static final Set<String> PRESENT = Set.of("mapped", "carried");
    private static final Set<String> MOVED = Set.of("mapped", "translated", "carried");
    private static final int TELLING_LENGTH = 4;
    private static final String ESCAPED = "\u0000";
    private static final double AIM = 0.85;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

    @TempDir
    private static Path work;

    private static Path corpus;
    private static List<ConvertedRecord> records;
    private static List<ConvertedRecord> unreadable;

    @BeforeAll
    static void convertTheCorpus() throws IOException {
        corpus = Path.of(System.getProperty("chartlift.corpus", "../shared"), "corpus", "hl7v2");
        assumeTrue(Files.isDirectory(corpus), () -> "no corpus at " + corpus + ": set -Dchartlift.corpus");
        assertThat(convertTo("first")).isZero();
        Map<Boolean, List<ConvertedRecord>> all = readRecords(work.resolve("first")).stream()
                .collect(Collectors.partitioningBy(r -> r.outcomes.isEmpty()));
        records = all.get(false);
        unreadable = all.get(true);
    }

    @Test
    void everyPopulatedLeafHasExactlyOneOutcome() {
        assertThat(records).hasSizeGreaterThan(400);
        for (ConvertedRecord r : records) {
            assertThat(r.outcomes).as(r.name).hasSameSizeAs(r.leaves);
        }
    }

    @Test
    void whatCannotBeReadHasNoLeavesButAReason() {
        assertThat(unreadable).hasSizeLessThan(records.size() / 100);
        for (ConvertedRecord r : unreadable) {
            assertThat(r.bundle).as(r.name).isNull();
            assertThat(r.findings).as(r.name).exists();
        }
    }

    @Test
    void aConvertedRecordIsNeverEmptyAndKeepsItsPatient() {
        for (ConvertedRecord r : records) {
            if (r.bundle == null) {
                continue;
            }
            assertThat(r.bundle.path("entry").size()).as(r.name).isPositive();
            if (r.leaves.stream()
                    .anyMatch(l -> l.path().startsWith("PID-3") || l.path().startsWith("PID-5"))) {
                assertThat(r.bundle.path("entry").findValuesAsText("resourceType"))
                        .as(r.name)
                        .contains("Patient");
            }
        }
    }

    @Test
    void noTellingValueIsAbsentWithoutBeingReported() {
        List<String> absent = new ArrayList<>();
        for (ConvertedRecord r : records) {
            for (int i = 0; r.bundle != null && i < r.leaves.size(); i++) {
                JsonNode outcome = r.outcomes.get(i);
                if (PRESENT.contains(outcome.path("outcome").asText())
                        && !standsAsUri(outcome)
                        && !namesAnEncoding(outcome)
                        && !r.holds(r.leaves.get(i).text())) {
                    absent.add(outcome.path("rule").asText() + " " + r.name + " "
                            + outcome.path("path").asText() + " " + outcome.path("targets"));
                }
            }
        }
        assertThat(absent).isEmpty();
    }

    /** Names of coding systems, of assigning authorities and of assigning facilities stand in the output as the URIs that they name. */
    private static boolean standsAsUri(JsonNode outcome) {
        for (JsonNode target : outcome.path("targets")) {
            if (target.asText().matches(".*\\.(system|endpoint|assigner\\.identifier\\.value)")) {
                return true;
            }
        }
        return false;
    }

    /** ED.4 says how ED.5 is encoded: it stands in the data that was decoded by it. */
    private static boolean namesAnEncoding(JsonNode outcome) {
        boolean data = outcome.path("rule").asText().equals("ED-Binary/data");
        return data && outcome.path("path").asText().matches(".*-5(\\[\\d+])?\\.4");
    }

    @Test
    void mostLeavesOfTheCommonMessagesAreMoved() {
        Map<String, int[]> byEvent = new TreeMap<>();
        for (ConvertedRecord r : records) {
            int[] count = byEvent.computeIfAbsent(r.event, e -> new int[2]);
            for (JsonNode o : r.outcomes) {
                count[0] += MOVED.contains(o.path("outcome").asText()) ? 1 : 0;
                count[1]++;
            }
        }
        int moved = 0;
        int all = 0;
        for (String event : EVENTS) {
            int[] count = byEvent.getOrDefault(event, new int[2]);
            moved += count[0];
            all += count[1];
        }
        assertThat((double) moved / all)
                .as("moved leaves of the common messages: %d of %d", moved, all)
                .isGreaterThanOrEqualTo(AIM);
    }

    @Test
    void aSecondConversionIsByteIdentical() throws IOException {
        assertThat(convertTo("second")).isZero();
        Path first = work.resolve("first");
        try (Stream<Path> files = Files.walk(first)) {
            for (Path f : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.mismatch(f, work.resolve("second").resolve(first.relativize(f))))
                        .as(f.toString())
                        .isEqualTo(-1L);
            }
        }
    }

    private static int convertTo(String name) {
        return new CommandLine(new ChartliftCommand())
                .execute(
                        "convert",
                        "--in",
                        corpus.toString(),
                        "--out",
                        work.resolve(name).toString());
    }

    private static List<ConvertedRecord> readRecords(Path out) throws IOException {
        List<ConvertedRecord> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(corpus)) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.(hl7|txt)"))
                    .sorted()
                    .toList()) {
                List<String> messages = messages(Files.readAllBytes(file));
                for (int n = 1; n <= messages.size(); n++) {
                    Path folder = out.resolve(corpus.relativize(file).toString());
                    all.add(ConvertedRecord.read(folder, n, messages.get(n - 1)));
                }
            }
        }
        return all;
    }

    private static List<String> messages(byte[] bytes) {
        String text =
                new String(bytes, StandardCharsets.UTF_8).replace("\ufeff", "").replaceAll("[\\x0b\\x1c]", "");
        List<String> found = new ArrayList<>();
        for (String line : text.split("[\r\n]+")) {
            if (line.startsWith("MSH")) {
                found.add(line);
            } else if (!line.isBlank() && !found.isEmpty()) {
                found.set(found.size() - 1, found.get(found.size() - 1) + "\r" + line);
            }
        }
        return found;
    }

    private record Leaf(String path, String text) {}

    private static final class ConvertedRecord {
        final String name;
        final String event;
        final List<Leaf> leaves;
        final List<JsonNode> outcomes = new ArrayList<>();

        @Nullable
        JsonNode bundle;

        Path findings = Path.of("");
        private String content = "";

        private ConvertedRecord(String name, String message) {
            this.name = name;
            this.leaves = leaves(message);
            String[] header = message.split("\r")[0].split(java.util.regex.Pattern.quote(message.substring(3, 4)), -1);
            String type = header.length > 8 ? header[8] : "";
            String[] parts = type.split(java.util.regex.Pattern.quote(message.substring(4, 5)));
            this.event = parts.length > 1 ? parts[0] + "^" + parts[1] : type;
        }

        static ConvertedRecord read(Path folder, int n, String message) throws IOException {
            ConvertedRecord r = new ConvertedRecord(folder.getFileName() + "#" + n, message);
            for (String line : Files.readAllLines(folder.resolve(n + ".outcomes.ndjson"))) {
                r.outcomes.add(JSON.readTree(line));
            }
            r.findings = folder.resolve(n + ".findings.json");
            Path json = folder.resolve(n + ".json");
            if (Files.exists(json)) {
                r.bundle = JSON.readTree(json.toFile());
                r.content = squeeze(String.join("\n", texts(r.bundle, new ArrayList<>())));
            }
            return r;
        }

        /** Whether the text stands in the Bundle; of a text with escape sequences, every part between them. */
        boolean holds(String value) {
            for (String part : value.split(ESCAPED)) {
                if (!holdsPart(part)) {
                    return false;
                }
            }
            return true;
        }

        private boolean holdsPart(String value) {
            String wanted = squeeze(value);
            if (wanted.length() < TELLING_LENGTH || content.contains(wanted)) {
                return true;
            }
            if (value.matches("\\d{8}\\d*(\\.\\d+)?([+-]\\d{4})?") && content.contains(value.substring(0, 8))) {
                return true;
            }
            return value.matches("[+-]?\\d*\\.?\\d+")
                    && content.contains(squeeze(new java.math.BigDecimal(value).toPlainString()));
        }

        private static String squeeze(String text) {
            return text.replaceAll("[^\\p{L}\\p{N}\\n]", "")
                    .toLowerCase(java.util.Locale.ROOT)
                    .replaceAll("(?<=\\d{8})t(?=\\d{4})", "");
        }

        private static List<String> texts(JsonNode node, List<String> into) {
            if ("Binary".equals(node.path("resourceType").asText())
                    && node.path("contentType").asText().startsWith("text/")) {
                into.add(new String(Base64.getDecoder().decode(node.path("data").asText()), StandardCharsets.UTF_8));
            }
            if (node.isValueNode()) {
                into.add(node.asText());
            }
            node.forEach(child -> texts(child, into));
            return into;
        }

        private static List<Leaf> leaves(String message) {
            String field = message.substring(3, 4);
            String encoding = message.split("\r")[0].substring(4).split(java.util.regex.Pattern.quote(field), -1)[0];
            List<Leaf> found = new ArrayList<>();
            Map<String, Integer> ordinals = new HashMap<>();
            for (String segment : message.split("\r")) {
                if (segment.isBlank()) {
                    continue;
                }
                String[] fields = split(segment, field);
                int shift = fields[0].equals("MSH") ? 1 : 0;
                ordinals.merge(fields[0], 1, Integer::sum);
                if (shift == 1) {
                    found.add(new Leaf("MSH-1", field));
                    found.add(new Leaf("MSH-2", encoding));
                }
                for (int f = 1 + shift; f < fields.length; f++) {
                    String path = fields[0] + "-" + (f + shift);
                    addLeaves(found, path, fields[f], encoding);
                }
            }
            return found;
        }

        private static void addLeaves(List<Leaf> found, String path, String text, String encoding) {
            for (String repetition : split(text, encoding.substring(1, 2))) {
                for (String component : split(repetition, encoding.substring(0, 1))) {
                    String sub = encoding.length() > 3 ? encoding.substring(3, 4) : "&";
                    for (String leaf : split(component, sub)) {
                        if (!leaf.isEmpty()) {
                            found.add(new Leaf(path, unescape(leaf, encoding)));
                        }
                    }
                }
            }
        }

        private static String unescape(String text, String encoding) {
            if (encoding.length() < 3 || text.indexOf(encoding.charAt(2)) < 0) {
                return text;
            }
            String e = java.util.regex.Pattern.quote(encoding.substring(2, 3));
            return text.replaceAll(e + "[A-Za-z.][^" + e + "]*" + e, ESCAPED);
        }

        private static String[] split(String text, String delimiter) {
            return text.split(java.util.regex.Pattern.quote(delimiter), -1);
        }
    }
}
