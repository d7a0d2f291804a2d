package org.chartlift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.formats.JsonParser;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Timing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Against the model's own writer and reader. */
class ResourceJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

    @TempDir
    private Path work;

    private static String written(Resource resource) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            ResourceJson.write(resource, json);
        }
        return text.toString();
    }

    private static void same(Resource resource) throws IOException {
        String byModel = new JsonParser().composeString(resource);
        assertThat(JSON.readTree(written(resource))).isEqualTo(JSON.readTree(byModel));
    }

    @Test
    void primitivesWithoutValueAndListsOfThemKeepTheirPlaces() throws IOException {
        Patient patient = new Patient();
        patient.setId("p1");
        patient.addName().addGiven("Ann").addGiven("Bea").setFamily("\"Quoted\" \\ O'Neil\n\u00e9\u4e2d");
        patient.getNameFirstRep().getGiven().get(1).addExtension("https://x.example/e", new StringType("v"));
        patient.getNameFirstRep().addGivenElement().addExtension("https://x.example/none", new BooleanType(true));
        patient.getBirthDateElement().addExtension("https://x.example/absent", new StringType("why"));
        patient.getNameFirstRep().setId("n1");
        patient.setActive(false).setMultipleBirth(new org.hl7.fhir.r4.model.IntegerType(2));
        Observation contained = new Observation();
        contained.setId("c");
        contained.setValue(new Quantity().setValueElement(new DecimalType("1.10")));
        patient.addContained(contained);

        same(patient);
    }

    @Test
    void extensionsOfDosagesAndTimingsAreWritten() throws IOException {
        MedicationRequest request = new MedicationRequest();
        Dosage dosage = request.addDosageInstruction();
        dosage.addExtension("urn:example:daily", new Quantity().setValueElement(new DecimalType("2.0")));
        dosage.setTiming(new Timing()).getTiming().addExtension("urn:example:quantity", new StringType("1"));

        same(request);
        assertThat(request.getDosageInstructionFirstRep().hasExtension()).isTrue();
    }

    @Test
    void everyBundleOfTheCorpusReadsBackAsItWasWritten() throws IOException {
        Path corpus = Path.of(System.getProperty("chartlift.corpus", "../shared"), "corpus", "hl7v2");
        assumeTrue(Files.isDirectory(corpus), () -> "no corpus at " + corpus + ": set -Dchartlift.corpus");
        CommandLine command = new CommandLine(new ChartliftCommand());
        command.setOut(new PrintWriter(new StringWriter()));
        assertThat(command.execute("convert", "--in", corpus.toString(), "--out", work.toString()))
                .isZero();
        try (Stream<Path> files = Files.walk(work)) {
            List<Path> bundles =
                    files.filter(f -> f.toString().matches(".*/[0-9]+\\.json")).toList();
            assertThat(bundles).hasSizeGreaterThan(400);
            for (Path file : bundles) {
                String text = Files.readString(file);
                String byModel = new JsonParser().composeString(new JsonParser().parse(text));
                assertThat(JSON.readTree(text)).as(file.toString()).isEqualTo(JSON.readTree(byModel));
            }
        }
    }
}
