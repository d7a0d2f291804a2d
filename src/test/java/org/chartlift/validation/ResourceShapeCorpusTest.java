package org.chartlift.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chartlift.cli.ChartliftCommand;
import org.chartlift.record.Finding;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** That two resources of one shape are found valid, or invalid for the same reasons, on what the corpus converts to. */
class ResourceShapeCorpusTest {
    private static final int MOST_SHAPES = 500;

    @TempDir
    private Path work;

    @Test
    void resourcesOfOneShapeHaveTheSameFindings() throws IOException {
        Path corpus = Path.of(System.getProperty("chartlift.corpus", "../shared"), "corpus", "hl7v2");
        assumeTrue(Files.isDirectory(corpus), () -> "no corpus at " + corpus + ": set -Dchartlift.corpus");
        CommandLine command = new CommandLine(new ChartliftCommand());
        command.setOut(new PrintWriter(new StringWriter()));
        assertThat(command.execute("convert", "--in", corpus.toString(), "--out", work.toString()))
                .isZero();
        List<List<Resource>> pairs = pairs();
        assertThat(pairs).hasSizeGreaterThan(200);

        List<List<Finding>> first = validate(pairs, 0);
        List<List<Finding>> second = validate(pairs, 1);

        for (int i = 0; i < pairs.size(); i++) {
            assertThat(second.get(i)).as(pairs.get(i).get(0).fhirType()).isEqualTo(first.get(i));
        }
    }

    /** A validator of its own for each side: neither has seen the other's resources. Ids are made new, for records repeat them. */
    private static List<List<Finding>> validate(List<List<Resource>> pairs, int side) {
        for (int i = 0; i < pairs.size(); i++) {
            pairs.get(i).get(side).setId("r" + i);
        }
        return ProfileValidator.create(ProfileSettings.strict())
                .validate(pairs.stream().map(p -> p.get(side)).toList());
    }

    /** The first and the last resource of each shape that two or more have. */
    private List<List<Resource>> pairs() throws IOException {
        Map<String, List<Resource>> byShape = new LinkedHashMap<>();
        IParser json = FhirContext.forR4Cached().newJsonParser();
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.filter(f -> f.toString().matches(".*/[0-9]+\\.json"))
                    .sorted()
                    .toList()) {
                Bundle bundle = json.parseResource(Bundle.class, Files.readString(file));
                for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
                    String shape = ResourceShape.of(entry.getResource());
                    if (shape != null && !(entry.getResource() instanceof Binary)) {
                        byShape.computeIfAbsent(shape, s -> new ArrayList<>()).add(entry.getResource());
                    }
                }
            }
        }
        return byShape.values().stream()
                .filter(same -> same.size() > 1)
                .limit(MOST_SHAPES)
                .map(same -> List.of(same.get(0), same.get(same.size() - 1)))
                .toList();
    }
}
