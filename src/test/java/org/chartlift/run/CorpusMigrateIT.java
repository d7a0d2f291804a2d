package org.chartlift.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.UriType;
import org.junit.jupiter.api.Test;

/** The HL7 v2 corpus by {@code $migrate}: accounted for, and a reason with every record that did not load. */
class CorpusMigrateIT {
    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Migration migration = new Migration(server.base());

    @Test
    void theCorpusIsAccountedForAndWhatDoesNotLoadSaysWhy() throws IOException {
        Path corpus = Path.of(System.getProperty("chartlift.corpus", "../shared"), "corpus", "hl7v2");
        assumeTrue(Files.isDirectory(corpus), () -> "no corpus at " + corpus + ": set -Dchartlift.corpus");
        Path copy = server.sources().resolve("corpus");
        FileUtils.copyDirectory(corpus.toFile(), copy.toFile());
        try {
            Migration.Answer answer = migration.call(Migration.path("urn:it:corpus", copy));

            Map<String, Integer> counts = answer.counts();
            int read = counts.remove("read");
            assertThat(counts.values().stream().mapToInt(Integer::intValue).sum())
                    .as("%s", counts)
                    .isEqualTo(read);
            assertThat(read).isGreaterThan(600);
            List<JsonNode> report = migration.report(answer);
            List<JsonNode> held = report.stream()
                    .filter(l -> List.of("quarantined", "excluded")
                            .contains(l.path("disposition").asText()))
                    .toList();
            assertThat(held).hasSize(counts.get("quarantined") + counts.get("excluded"));
            assertThat(held)
                    .filteredOn(l -> !l.path("reason")
                            .asText()
                            .matches("(duplicate-of|waits-for) .+|([a-z0-9-]+: )?[A-Za-z]+ .*[a-z]{3,}.*"))
                    .isEmpty();
            assertThat(differencesOfTheDirectory())
                    .as("practitioners, organizations and roles")
                    .isEmpty();
        } finally {
            FileUtils.deleteQuietly(copy.toFile());
        }
    }

    /** What all records together say of those whom many patients share, and the server does not hold. */
    private List<String> differencesOfTheDirectory() {
        Parameters parameters = new Parameters();
        parameters.addParameter("sourceSystem", new UriType("urn:it:corpus"));
        parameters.addParameter("level", new CodeType("attribution"));
        Migration.Answer answer = migration.operation("$reconcile", parameters);
        Binary binary = server.client()
                .read()
                .resource(Binary.class)
                .withUrl(answer.reference("differences"))
                .execute();
        String lines = binary.getData() == null ? "" : new String(binary.getData(), StandardCharsets.UTF_8);
        return lines.lines()
                .filter(l -> l.matches(".*\"(practitioner|organization|role)\\..*"))
                .toList();
    }
}
