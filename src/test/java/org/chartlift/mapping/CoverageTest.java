package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The report on what the maps cover, and the HL7 v2-to-FHIR guide that it measures them by. */
class CoverageTest {
    private static final MapSet MAPS = MapSet.builtIn();

    @Test
    void theReportInTheRepositoryIsThatOfTheMaps() throws IOException {
        Path report = Path.of("..", "mappings", "COVERAGE.md");
        assertThat(Files.readString(report).equals(MAPS.coverage()))
                .as(
                        "mappings/COVERAGE.md is that of other maps; write it anew: "
                                + "java -jar target/server/chartlift-server.jar mappings coverage --mappings mappings --out mappings/COVERAGE.md")
                .isTrue();
    }

    @Test
    void aRowThatIsImplementedNeedsNoExcuse() {
        List<GuideCoverage.Measured> guide = MAPS.guide();
        assertThat(guide).hasSizeGreaterThan(400);

        List<String> excused = guide.stream()
                .filter(m -> m.state() != GuideCoverage.State.OVERRIDDEN)
                .filter(m -> !m.row().reason().isEmpty())
                .map(m -> m.row().field() + " -> " + m.row().element() + " is " + m.state().words + " by " + m.how())
                .toList();
        assertThat(excused).isEmpty();
    }

    @Test
    void noRowOfTheGuideIsOpenThatAMessageOfTheCorpusUses() throws IOException {
        Path corpus = Path.of(System.getProperty("chartlift.corpus", "../shared"), "corpus", "hl7v2");
        assumeTrue(Files.isDirectory(corpus), () -> "no corpus at " + corpus + ": set -Dchartlift.corpus");
        Set<String> used = populated(corpus);

        List<String> open = MAPS.guide().stream()
                .filter(m -> m.state() == GuideCoverage.State.NOT_YET)
                .filter(m -> used.contains(m.row().field()))
                .map(m -> m.row().field() + " -> " + m.row().element())
                .toList();
        assertThat(open).isEmpty();
    }

    private static Set<String> populated(Path corpus) throws IOException {
        Set<String> used = new HashSet<>();
        try (Stream<Path> files = Files.walk(corpus)) {
            for (Path file :
                    files.filter(f -> f.toString().matches(".*\\.(hl7|txt)")).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                String delimiter = "|";
                for (String segment : text.split("[\r\n]+")) {
                    int header = segment.indexOf("MSH");
                    delimiter = header >= 0 && header < 4 ? segment.substring(header + 3, header + 4) : delimiter;
                    add(segment, delimiter, used);
                }
            }
        }
        return used;
    }

    private static void add(String segment, String delimiter, Set<String> used) {
        String[] fields = segment.split(Pattern.quote(delimiter), -1);
        int shift = fields[0].endsWith("MSH") ? 1 : 0;
        for (int i = 1; i < fields.length; i++) {
            if (!fields[i].isBlank() && !fields[i].equals("\"\"")) {
                used.add((shift == 1 ? "MSH" : fields[0]) + "-" + (i + shift));
            }
        }
    }
}
