package org.chartlift.reconcile.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.chartlift.mapping.ConversionContext;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.mapping.Converter;
import org.chartlift.mapping.MapSet;
import org.chartlift.mapping.identity.ResourceIds;
import org.chartlift.reconcile.StatedRecord;
import org.chartlift.reconcile.fact.FactKind;
import org.chartlift.reconcile.fact.FieldKind;
import org.chartlift.reconcile.fact.JsonPath;
import org.chartlift.reconcile.landed.LandedForms;
import org.chartlift.reconcile.landed.LandedResource;
import org.chartlift.reconcile.statement.MessageStatements;
import org.chartlift.reconcile.statement.StatedTexts;
import org.chartlift.reconcile.statement.Statement;
import org.chartlift.record.ContentHash;
import org.chartlift.source.hl7v2.Hl7v2Reader;
import org.hl7.fhir.r4.formats.JsonParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The two readings of a message, side by side and without a server: what the maps make of it, and what the witness says it states. The messages fill the fields of people,
 * visits, allergies, problems, goals, insurance, vaccinations, consents and merges.
 */
class RecordFactsTest {
    private static final String SYSTEM = "https://facts.example";
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final WitnessFiles FILES = WitnessFiles.load(List.of());
    private static final MapSet MAPS = MapSet.load(List.of());

    static Stream<String> messages() throws IOException {
        try (InputStream in = RecordFactsTest.class.getResourceAsStream("/reconcile/people-and-visits.hl7.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("\n\n")).map(m -> m.strip().replace('\n', '\r') + "\r");
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theWitnessFindsWhatTheMapsMade(String message) throws Exception {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        Map<String, JsonNode> landed = convert(bytes);
        Entities entities = new Entities(patients(landed));
        List<Statement> stated = new MessageStatements(FILES.facts(), FILES.tables())
                .read(new StatedRecord(1, "message#1", Hl7v2Reader.FORMAT, bytes), SYSTEM, new StatedTexts())
                .facts();
        List<String> differences = new ArrayList<>();
        for (FactKind kind : FILES.facts().kinds().values()) {
            List<LandedFact> facts = landed(kind, landed);
            Matching matching = new Matching(kind, expected(kind, stated, entities), facts);
            matching.missing()
                    .forEach(e -> differences.add(
                            kind.missing().name() + " " + e.last().path()));
            matching.surplus()
                    .forEach(s -> differences.add(
                            kind.surplus().name() + " " + s.resource().reference()));
            matching.pairs().forEach(p -> matching.differing(p.expected(), p.actual())
                    .forEach(f -> differences.add(kind.fields().get(f).check().name() + " expected "
                            + p.expected().values(f) + " actual "
                            + p.actual().values().get(f))));
        }
        assertThat(differences).isEmpty();
        assertThat(stated).as("facts that the message states").isNotEmpty();
    }

    private static Map<String, JsonNode> convert(byte[] bytes) throws Exception {
        Converter converter = MAPS.converter(MapSet.Options.TRACING);
        ConversionContext context = new ConversionContext(SYSTEM, ContentHash.of(bytes), new ResourceIds(new byte[16]));
        Map<String, JsonNode> landed = new LinkedHashMap<>();
        for (ConvertedResource resource : converter
                .convert(new Hl7v2Reader(MAPS.grammars()).read(bytes), context)
                .resources()) {
            landed.put(resource.reference(), JSON.readTree(new JsonParser().composeString(resource.resource())));
        }
        return landed;
    }

    private static Map<String, Set<String>> patients(Map<String, JsonNode> landed) {
        Map<String, Set<String>> patients = new HashMap<>();
        landed.forEach((reference, json) -> {
            if (reference.startsWith("Patient/")) {
                json.path("identifier").forEach(i -> patients.computeIfAbsent(
                                i.path("system").asText() + "|"
                                        + i.path("value").asText(),
                                k -> new LinkedHashSet<>())
                        .add(reference));
            }
        });
        return patients;
    }

    private static List<ExpectedFact> expected(FactKind kind, List<Statement> stated, Entities entities) {
        Map<String, ExpectedFact> facts = new LinkedHashMap<>();
        for (Statement statement : stated) {
            if (statement.kind() == kind) {
                String key = statement.key().isEmpty()
                        ? "#" + facts.size()
                        : entities.of(statement.subject()) + " " + statement.key();
                ExpectedFact known = facts.get(key);
                if (known == null) {
                    facts.put(key, new ExpectedFact(statement));
                } else {
                    known.add(statement);
                }
            }
        }
        return List.copyOf(facts.values());
    }

    private static List<LandedFact> landed(FactKind kind, Map<String, JsonNode> landed) {
        LandedForms forms = new LandedForms(landed::get);
        List<LandedFact> facts = new ArrayList<>();
        landed.forEach((reference, json) -> {
            if (reference.startsWith(kind.type() + "/") && isOf(kind, json, landed)) {
                List<List<String>> values = new ArrayList<>();
                for (FieldKind field : kind.fields()) {
                    values.add(forms.values(field.form(), found(field.server(), json, landed)));
                }
                facts.add(new LandedFact(new LandedResource(reference, json), values));
            }
        });
        return facts;
    }

    private static boolean isOf(FactKind kind, JsonNode json, Map<String, JsonNode> landed) {
        return kind.where().stream().allMatch(where -> {
            List<JsonPath.Found> found = found(where.path(), json, landed);
            return where.values().isEmpty()
                    ? found.isEmpty() != where.exists()
                    : found.stream()
                            .anyMatch(f -> where.values().contains(f.node().asText()));
        });
    }

    private static List<JsonPath.Found> found(List<JsonPath> paths, JsonNode json, Map<String, JsonNode> landed) {
        List<JsonPath.Found> found = new ArrayList<>();
        paths.forEach(p -> found.addAll(p.from(json, landed::get)));
        return found;
    }
}
