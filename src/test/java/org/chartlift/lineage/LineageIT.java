package org.chartlift.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.IFhirPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chartlift.cli.sample.SampleHospital;
import org.chartlift.cli.sample.Settings;
import org.chartlift.cli.sample.Truth;
import org.chartlift.run.Migration;
import org.chartlift.run.Migration.Answer;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Asks the server where values of a migrated sample hospital came from, and holds the answers against what the hospital wrote down about itself. */
class LineageIT {
    private static final int RANDOM_LEAVES = 120;
    private static final int FACTS = 80;
    private static final String SYSTEM = "urn:it:lineage";
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    private static ChartliftTestServer server;
    private static Migration http;
    private static JdbcTemplate jdbc;
    private static final Map<String, Map<String, Truth.Field>> FIELDS = new HashMap<>();
    private static List<Truth.Patient> patients;
    private final IFhirPath fhirPath = FHIR.newFhirPath();
    private final Map<String, Parameters> records = new HashMap<>();

    @BeforeAll
    static void migrateTheSampleHospital() throws IOException {
        server = ChartliftTestServer.shared();
        http = new Migration(server.base());
        jdbc = server.bean(JdbcTemplate.class);
        Path dir = server.sources().resolve("lineage");
        SampleHospital.write(Settings.of(30, 7), dir, true);
        try (Stream<Truth.Fields> all = Truth.fields(dir)) {
            all.forEach(f -> FIELDS.put(
                    f.file() + "#" + f.number(),
                    f.fields().stream().collect(Collectors.toMap(Truth.Field::path, x -> x))));
        }
        try (Stream<Truth.Patient> all = Truth.patients(dir)) {
            patients = all.toList();
        }
        assertThat(http.call(Migration.path(SYSTEM, dir.resolve("extract"))).counts())
                .containsKey("created");
    }

    private static List<String> written() {
        return jdbc.queryForList(
                """
                select distinct w.resource_type || '/' || w.resource_id from chartlift.write w join chartlift.run r on r.id = w.run
                join chartlift.source_system s on s.id = r.source_system where s.uri = ? and w.version is not null order by 1""",
                String.class,
                SYSTEM);
    }

    private static Parameters ask(String url) {
        return http.get(url).parameters();
    }

    private static String part(ParametersParameterComponent p, String name) {
        return p.getPart().stream()
                .filter(x -> x.getName().equals(name))
                .findFirst()
                .map(x -> x.getValue() instanceof Reference r
                        ? r.getReference()
                        : ((PrimitiveType<?>) x.getValue()).asStringValue())
                .orElse("");
    }

    private static List<ParametersParameterComponent> all(Parameters answer, String name) {
        return answer.getParameter().stream()
                .filter(p -> p.getName().equals(name))
                .toList();
    }

    private static List<ParametersParameterComponent> sources(ParametersParameterComponent value) {
        return value.getPart().stream()
                .filter(p -> p.getName().equals("source"))
                .toList();
    }

    private Resource read(String reference) {
        return (Resource) FHIR.newJsonParser()
                .parseResource(http.get(reference + "?_format=json").response().body());
    }

    private String stored(Resource resource, String path) {
        List<IBase> found = fhirPath.evaluate(resource, path, IBase.class);
        assertThat(found).as(path).hasSize(1);
        return ((Base) found.get(0)).primitiveValue();
    }

    @Test
    void randomValuesCameFromWhereTheHospitalWroteThem() {
        Random random = new Random(20240607);
        List<String> resources = written();
        int likeTheSource = 0;
        for (int n = 0; n < RANDOM_LEAVES; n++) {
            String reference = resources.get(random.nextInt(resources.size()));
            Parameters whole = ask(reference + "/$lineage");
            assertThat(((PrimitiveType<?>) whole.getParameter("reproduced").getValue()).asStringValue())
                    .as(reference)
                    .isEqualTo("true");
            List<ParametersParameterComponent> values = all(whole, "value");
            assertThat(values.stream()
                            .filter(v -> part(v, "kind").equals("unknown"))
                            .map(v -> part(v, "path")))
                    .as(reference)
                    .isEmpty();
            List<ParametersParameterComponent> fromSource = values.stream()
                    .filter(v -> part(v, "kind").equals("source"))
                    .toList();
            ParametersParameterComponent value = fromSource.get(random.nextInt(fromSource.size()));
            likeTheSource += check(reference, part(value, "path")) ? 1 : 0;
        }
        assertThat(likeTheSource).isGreaterThan(RANDOM_LEAVES / 2);
    }

    /** Both directions for one value; whether its text is that of the source, as far as that can be said without knowing the maps. */
    private boolean check(String reference, String path) {
        Parameters answer =
                ask(reference + "/$lineage?path=" + path.replace("[", "%5B").replace("]", "%5D"));
        assertThat(all(answer, "value")).as(reference + " " + path).isNotEmpty();
        ParametersParameterComponent value = all(answer, "value").get(0);
        assertThat(part(value, "path")).isEqualTo(path);
        assertThat(part(value, "rule")).isNotEmpty();
        assertThat(part(value, "ruleLocation")).matches(".+\\.yaml:\\d+");
        String location = part(all(answer, "record").get(0), "location");
        Map<String, Truth.Field> truth = FIELDS.get(location);
        assertThat(truth).as(location).isNotNull();
        List<String> texts = new ArrayList<>();
        assertThat(sources(value)).isNotEmpty();
        for (ParametersParameterComponent source : sources(value)) {
            Truth.Field field = truth.get(part(source, "path"));
            assertThat(field).as(location + " " + part(source, "path")).isNotNull();
            assertThat(part(source, "offset")).isEqualTo("" + field.offset());
            assertThat(part(source, "length")).isEqualTo("" + field.length());
            assertThat(part(source, "text")).isEmpty();
            assertThat(part(source, "repetition")).isEqualTo(repetition(field.path()));
            forward(part(value, "record"), truth, field.path(), reference, path);
            texts.add(field.text());
        }
        String stored = stored(read(reference), path);
        return texts.stream().allMatch(text -> stored.contains(text) || sameTime(digits(stored), digits(text)));
    }

    private static boolean sameTime(String a, String b) {
        int length = Math.min(a.length(), b.length());
        return length >= 4 && a.regionMatches(0, b, 0, length);
    }

    private static String digits(String text) {
        return text.replaceAll("\\D", "");
    }

    private static String repetition(String path) {
        String field = path.substring(path.indexOf('-') + 1);
        return field.matches("\\d+\\[\\d+].*") ? field.replaceAll("^\\d+\\[(\\d+)].*", "$1") : "1";
    }

    /** The record says of every value that the hospital wrote what became of it, and of this one that it became what was asked about. */
    private void forward(
            String record, Map<String, Truth.Field> truth, String sourcePath, String reference, String path) {
        Parameters answer = records.computeIfAbsent(record, r -> ask("$lineage?record=" + r));
        assertThat(((PrimitiveType<?>) answer.getParameter("reproduced").getValue()).asStringValue())
                .isEqualTo("true");
        Map<String, String> told = new TreeMap<>();
        Set<String> targets = new HashSet<>();
        for (ParametersParameterComponent leaf : all(answer, "leaf")) {
            ParametersParameterComponent source = sources(leaf).get(0);
            told.put(part(source, "path"), part(source, "offset") + "+" + part(source, "length"));
            assertThat(part(leaf, "outcome")).isNotEmpty();
            if (part(source, "path").equals(sourcePath)) {
                leaf.getPart().stream()
                        .filter(p -> p.getName().equals("target"))
                        .forEach(p -> targets.add(unnumbered(((PrimitiveType<?>) p.getValue()).asStringValue())));
            }
        }
        Map<String, String> meant = new TreeMap<>();
        truth.forEach((p, f) -> meant.put(p, f.offset() + "+" + f.length()));
        assertThat(told).isEqualTo(meant);
        assertThat(targets).contains(unnumbered(reference + path.substring(path.indexOf('.'))));
        assertThat(all(answer, "target")).isNotEmpty();
    }

    private static String unnumbered(String path) {
        return path.replaceAll("\\[\\d+]", "");
    }

    @Test
    void factsOfTheChartsCameFromTheFieldsThatHoldThem() {
        Random random = new Random(5);
        int asked = 0;
        for (int n = 0; asked < FACTS; n++) {
            Truth.Patient chart = patients.get(random.nextInt(patients.size()));
            if (!chart.mergedInto().isEmpty()) {
                continue;
            }
            Patient patient = patient(chart.mrn());
            String reference = "Patient/" + patient.getIdElement().getIdPart();
            fact(reference, "Patient.birthDate", "PID-7", chart.birthDate());
            fact(
                    reference,
                    "Patient.name[0].family",
                    "PID-5.1",
                    chart.names().get(0).family());
            fact(reference, identifier(patient, chart.mrn()), "PID-3.1", chart.mrn());
            asked += 3;
            if (!chart.results().isEmpty()) {
                Truth.Result result =
                        chart.results().get(random.nextInt(chart.results().size()));
                if (result.type().equals("NM")) {
                    asked += result(reference, result);
                }
            }
        }
    }

    private Patient patient(String mrn) {
        Bundle found = FHIR.newJsonParser()
                .parseResource(
                        Bundle.class,
                        http.get("Patient?identifier=" + mrn + "&_count=50")
                                .response()
                                .body());
        Set<String> ours = new HashSet<>(written());
        return found.getEntry().stream()
                .map(e -> (Patient) e.getResource())
                .filter(p -> ours.contains("Patient/" + p.getIdElement().getIdPart()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no patient " + mrn));
    }

    private static String identifier(Patient patient, String mrn) {
        for (int i = 0; i < patient.getIdentifier().size(); i++) {
            if (mrn.equals(patient.getIdentifier().get(i).getValue())) {
                return "Patient.identifier[" + i + "].value";
            }
        }
        throw new AssertionError(mrn);
    }

    private int result(String patient, Truth.Result result) {
        Bundle found = FHIR.newJsonParser()
                .parseResource(
                        Bundle.class,
                        http.get("Observation?subject=" + patient + "&_count=500")
                                .response()
                                .body());
        for (Bundle.BundleEntryComponent e : found.getEntry()) {
            Observation o = (Observation) e.getResource();
            boolean same = o.hasValueQuantity()
                    && o.getCode().getCoding().stream()
                            .anyMatch(c -> result.code().equals(c.getCode()))
                    && result.value()
                            .equals(o.getValueQuantity().getValueElement().asStringValue());
            if (same) {
                fact("Observation/" + o.getIdElement().getIdPart(), "Observation.value.value", "OBX-5", result.value());
                return 1;
            }
        }
        return 0;
    }

    private void fact(String reference, String path, String sourcePath, String meant) {
        Parameters answer =
                ask(reference + "/$lineage?path=" + path.replace("[", "%5B").replace("]", "%5D"));
        ParametersParameterComponent value = all(answer, "value").get(0);
        String location = part(all(answer, "record").get(0), "location");
        String at = part(sources(value).get(0), "path");
        assertThat(at.replaceAll("^OBX\\[\\d+]", "OBX"))
                .as(reference + " " + path)
                .isEqualTo(sourcePath);
        assertThat(digitsOrText(FIELDS.get(location).get(at).text())).isEqualTo(digitsOrText(meant));
        assertThat(check(reference, path)).as(reference + " " + path).isTrue();
    }

    private static String digitsOrText(String text) {
        return text.matches("\\d{4}-?\\d{2}-?\\d{2}.*") ? digits(text).substring(0, 8) : text;
    }

    @Test
    void constantsNameTheirRuleAndNoSource() {
        String result = written().stream()
                .filter(r -> r.startsWith("AllergyIntolerance/") || r.startsWith("Observation/"))
                .findFirst()
                .orElseThrow();
        List<ParametersParameterComponent> constants = all(ask(result + "/$lineage"), "value").stream()
                .filter(v -> part(v, "kind").equals("fixed"))
                .toList();

        assertThat(constants).isNotEmpty().allSatisfy(v -> {
            assertThat(part(v, "ruleLocation")).isNotEmpty();
            assertThat(sources(v)).isEmpty();
        });
    }

    @Test
    void whatTheSourceSaysIsShownToNobodyByDefaultAndEveryQuestionIsAudited() {
        String reference = written().get(0);
        long before = audits();

        ask(reference + "/$lineage");
        Answer refused = http.get(reference + "/$lineage?values=true");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(audits() - before).isEqualTo(2);
        Lineages unguarded = server.bean(Lineages.class);
        assertThat(unguarded.of(reference, null, "", true).orElseThrow().values())
                .flatExtracting(InstanceLineage.Value::sources)
                .allSatisfy(s -> assertThat(s.text()).isNotNull());
    }

    private static long audits() {
        Long n = jdbc.queryForObject(
                """
                select count(distinct r.res_id) from hfj_resource r join hfj_spidx_token t on t.res_id = r.res_id
                where r.res_type = 'AuditEvent' and t.sp_name = 'subtype' and t.sp_value = 'lineage'""",
                Long.class);
        return n == null ? 0 : n;
    }

    @Test
    void aReplayThatGivesOtherContentSaysSo() {
        String reference = written().get(1);
        byte[] hash = jdbc.queryForObject(
                "select hash_after from chartlift.write where resource_type || '/' || resource_id = ? and version = 1",
                byte[].class,
                reference);
        overwrite(reference, new byte[32]);
        try {
            Parameters answer = ask(reference + "/$lineage?version=1");
            assertThat(((PrimitiveType<?>) answer.getParameter("reproduced").getValue()).asStringValue())
                    .isEqualTo("false");
            assertThat(((PrimitiveType<?>) answer.getParameter("reason").getValue()).asStringValue())
                    .startsWith("different-content " + reference);
        } finally {
            overwrite(reference, hash);
        }
    }

    private static void overwrite(String reference, byte[] hash) {
        jdbc.update(
                "update chartlift.write set hash_after = ? where resource_type || '/' || resource_id = ? and version = 1",
                hash,
                reference);
    }

    @Test
    void questionsThatMakeNoSenseAreRefused() {
        String reference = written().get(0);

        assertThat(http.get("$lineage").status()).isEqualTo(400);
        assertThat(http.get("$lineage?record=urn:sha256:abc").status()).isEqualTo(400);
        assertThat(http.get("$lineage?record=urn:sha256:" + "0".repeat(64)).status())
                .isEqualTo(404);
        assertThat(http.get(reference + "/$lineage?path=a..b").status()).isEqualTo(400);
        assertThat(http.get("Patient/nobody/$lineage").status()).isEqualTo(404);
    }
}
