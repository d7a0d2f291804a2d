package org.chartlift.cli.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.chartlift.record.ContentHash;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleHospitalTest {
    private static final Settings SETTINGS = Settings.of(60, 7);

    @TempDir
    private static Path dir;

    private static Truth.Summary summary;

    @BeforeAll
    static void write() throws IOException {
        summary = SampleHospital.write(SETTINGS, dir.resolve("one"));
    }

    private static Path one() {
        return dir.resolve("one");
    }

    @Test
    void sameSeedWritesSameBytes() throws IOException {
        SampleHospital.write(SETTINGS, dir.resolve("same"));
        assertThat(digests(dir.resolve("same"))).isEqualTo(digests(one()));
    }

    @Test
    void otherSeedWritesOtherPatients() throws IOException {
        SampleHospital.write(Settings.of(60, 8), dir.resolve("other"));
        assertThat(digests(dir.resolve("other")))
                .doesNotContainValue(digests(one()).get("truth/patients.ndjson"));
    }

    @Test
    void skippingPatientsContinuesTheHospital() throws IOException {
        Settings rest = new Settings(30, 30, 7, SETTINGS.start(), SETTINGS.months(), SETTINGS.messagesPerFile());
        SampleHospital.write(rest, dir.resolve("rest"));
        try (Stream<Truth.Patient> all = Truth.patients(dir.resolve("rest"))) {
            assertThat(patients()).containsAll(all.toList());
        }
    }

    @Test
    void patientsOfOneExtractAreNotAlike() throws IOException {
        Set<String> lives = new HashSet<>();
        int patients = 0;
        for (Truth.Patient p : patients()) {
            lives.add(p.names().get(0) + p.birthDate() + p.address());
            patients++;
        }
        assertThat(lives).hasSizeGreaterThan(patients * 9 / 10);
    }

    @Test
    void everyMessageOfTheTruthStandsInItsFileAtItsNumber() throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        for (Path file : files()) {
            headers.put(name(file), headers(file));
        }
        List<Truth.Message> truth = messages();
        for (Truth.Message m : truth) {
            assertThat(headers.get(m.file()).get(m.number() - 1)).contains(m.controlId());
        }
        assertThat(headers.values().stream().mapToInt(List::size).sum()).isEqualTo(truth.size());
        assertThat(truth).hasSize(summary.messages());
    }

    @Test
    void filesSortInTheOrderOfTime() throws IOException {
        List<Truth.Message> fresh =
                messages().stream().filter(m -> !m.duplicate()).toList();
        assertThat(fresh).isSortedAccordingTo((a, b) -> java.time.OffsetDateTime.parse(a.time())
                .compareTo(java.time.OffsetDateTime.parse(b.time())));
        assertThat(fresh.stream().map(Truth.Message::file).toList()).isSorted();
    }

    @Test
    void firstMessageOfEachChartCreatesIt() throws IOException {
        Set<String> seen = new HashSet<>();
        for (Truth.Message m : messages()) {
            if (m.reason().isEmpty() && seen.add(m.patient())) {
                assertThat(m.expected()).isEqualTo("created");
            }
        }
        assertThat(seen).hasSize(summary.charts());
    }

    @Test
    void duplicatesRepeatEarlierBytes() throws IOException {
        Set<String> ids = new HashSet<>();
        int repeats = 0;
        for (Truth.Message m : messages()) {
            boolean known = !m.controlId().isEmpty() && !ids.add(m.controlId());
            assertThat(m.duplicate()).isEqualTo(known);
            repeats += known ? 1 : 0;
        }
        assertThat(repeats).isEqualTo(summary.duplicates()).isPositive();
    }

    @Test
    void everyKindOfFaultIsThereAndNamed() {
        assertThat(summary.quarantined()).containsOnlyKeys("charset", "header", "segment", "no-message-map");
    }

    @Test
    void everyEventOfTheIssueIsThere() throws IOException {
        Truth.Summary big = SampleHospital.write(Settings.of(400, 3), dir.resolve("big"));
        assertThat(big.events())
                .containsOnlyKeys(
                        "ADT^A01", "ADT^A02", "ADT^A03", "ADT^A04", "ADT^A05", "ADT^A08", "ADT^A11", "ADT^A13",
                        "ADT^A28", "ADT^A31", "ADT^A40", "ORU^R01", "MDM^T02", "VXU^V04");
    }

    @Test
    void batchFilesCountRight() throws IOException {
        int batches = 0;
        for (Path file : files()) {
            List<String> lines = lines(file);
            if (lines.get(0).startsWith("FHS")) {
                batches++;
                int told = lines.stream()
                        .filter(l -> l.startsWith("BTS"))
                        .mapToInt(l -> Integer.parseInt(l.split("\\|")[1]))
                        .sum();
                assertThat(told).isEqualTo((int)
                        lines.stream().filter(l -> l.startsWith("MSH")).count());
                long bts = lines.stream().filter(l -> l.startsWith("BTS")).count();
                assertThat(lines.get(lines.size() - 1)).isEqualTo("FTS|" + bts);
            }
        }
        assertThat(batches).isPositive();
    }

    @Test
    void filesVaryInLineEndsCharacterSetsAndMarks() throws IOException {
        Set<String> kinds = new HashSet<>();
        for (Path file : files()) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            kinds.add(text.contains("\r\n") ? "CRLF" : text.contains("\n") ? "LF" : "CR");
            kinds.add(text.startsWith("\u00EF\u00BB\u00BF") ? "mark" : "no mark");
            kinds.add(text.contains("|8859/1") ? "latin" : "utf");
        }
        assertThat(kinds).contains("CRLF", "LF", "CR", "mark", "latin", "utf");
    }

    @Test
    void noFileIsEmpty() throws IOException {
        assertThat(files()).hasSize(summary.files()).allSatisfy(file -> assertThat(headers(file))
                .isNotEmpty());
    }

    @Test
    void theTruthReadsBack() throws IOException {
        assertThat(Truth.summary(one())).isEqualTo(summary);
        assertThat(patients()).hasSize(summary.charts());
        assertThat(patients())
                .anyMatch(p -> !p.results().isEmpty() && !p.encounters().isEmpty());
    }

    @Test
    void mergedChartsNameASurvivorOfTheSameBirthDate() throws IOException {
        Path big = dir.resolve("merges");
        SampleHospital.write(Settings.of(200, 5), big);
        Map<String, Truth.Patient> byNumber = new TreeMap<>();
        try (Stream<Truth.Patient> all = Truth.patients(big)) {
            all.forEach(p -> byNumber.put(p.mrn(), p));
        }
        List<Truth.Patient> gone = byNumber.values().stream()
                .filter(p -> !p.mergedInto().isEmpty())
                .toList();
        assertThat(gone).isNotEmpty().allSatisfy(p -> assertThat(
                        byNumber.get(p.mergedInto()).birthDate())
                .isEqualTo(p.birthDate()));
    }

    @Test
    void anExistingExtractIsNotTouched() {
        assertThatThrownBy(() -> SampleHospital.write(SETTINGS, one())).isInstanceOf(FileAlreadyExistsException.class);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(one().resolve("extract"))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String name(Path file) {
        return one().resolve("extract").relativize(file).toString().replace('\\', '/');
    }

    private static List<String> lines(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).replace("\u00EF\u00BB\u00BF", "");
        return Stream.of(text.split("[\r\n]+")).toList();
    }

    private static List<String> headers(Path file) throws IOException {
        return lines(file).stream().filter(l -> l.startsWith("MSH")).toList();
    }

    private static List<Truth.Message> messages() throws IOException {
        try (Stream<Truth.Message> all = Truth.messages(one())) {
            return all.toList();
        }
    }

    private static List<Truth.Patient> patients() throws IOException {
        try (Stream<Truth.Patient> all = Truth.patients(one())) {
            return all.toList();
        }
    }

    private static Map<String, String> digests(Path root) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        List<Path> all = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(root)) {
            walk.filter(Files::isRegularFile).forEach(all::add);
        }
        for (Path file : all) {
            digests.put(
                    root.relativize(file).toString(),
                    ContentHash.of(Files.readAllBytes(file)).hex());
        }
        return digests;
    }
}
