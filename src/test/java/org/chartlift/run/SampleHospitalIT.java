package org.chartlift.run;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.chartlift.cli.sample.SampleHospital;
import org.chartlift.cli.sample.Settings;
import org.chartlift.cli.sample.Truth;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What landed of the sample hospital beside what it meant, chart by chart, read over FHIR. */
class SampleHospitalIT {
    private static final int PATIENTS = 30;
    private static final int FIRST = 7_000;
    private static final String SYSTEM = Settings.SOURCE_SYSTEM;
    private static final Map<String, String> SEX = Map.of("F", "female", "M", "male", "O", "other", "U", "unknown");
    /** A patient who was registered and of whom nothing else was said has arrived. */
    private static final Map<String, List<String>> VISIT = Map.of(
            "planned", List.of("planned"),
            "active", List.of("in-progress", "arrived"),
            "discharged", List.of("finished"),
            "cancelled", List.of("cancelled"));

    private static final Map<String, String> RESULT = Map.of("F", "final", "C", "corrected", "P", "preliminary");

    private static ChartliftTestServer server;
    private static IGenericClient client;
    private static Path hospital;
    private static List<Truth.Patient> charts;

    @BeforeAll
    static void migrateTheHospital() throws IOException {
        server = ChartliftTestServer.shared();
        client = server.client();
        hospital = server.sources().resolve("truth");
        SampleHospital.write(new Settings(PATIENTS, FIRST, 11, LocalDate.of(2023, 1, 1), 24, 500), hospital);
        new Migration(server.base())
                .call(Migration.path(SYSTEM, hospital.resolve("extract")))
                .parameters();
        try (Stream<Truth.Patient> all = Truth.patients(hospital)) {
            charts = all.toList();
        }
    }

    @AfterAll
    static void clear() {
        FileUtils.deleteQuietly(hospital.toFile());
    }

    @Test
    void everyPatientHasTheFinalNameBirthDateSexAndIdentifiers() {
        for (Truth.Patient chart : survivors()) {
            Patient patient = patient(chart.mrn());
            assertThat(patient.getGender().toCode()).as(chart.mrn()).isEqualTo(SEX.get(chart.sex()));
            assertThat(patient.getBirthDateElement().getValueAsString().replace("-", ""))
                    .as(chart.mrn())
                    .isEqualTo(chart.birthDate()
                            .substring(0, Math.min(8, chart.birthDate().length())));
            assertThat(values(patient.getIdentifier(), Identifier::getValue))
                    .as(chart.mrn())
                    .containsAll(values(chart.identifiers(), Truth.Identifier::value));
            assertThat(values(patient.getName(), HumanName::getFamily))
                    .as(chart.mrn())
                    .containsAll(values(chart.names(), Truth.Name::family));
            assertThat(Objects.toString(patient.getAddressFirstRep().getPostalCode(), ""))
                    .as(chart.mrn())
                    .isEqualTo(chart.address().zip());
            assertThat(patient.hasDeceased()
                            && !"false".equals(patient.getDeceased().primitiveValue()))
                    .as(chart.mrn())
                    .isEqualTo(!chart.death().isEmpty());
        }
    }

    @Test
    void aMergedChartPointsToItsSurvivorAndOwnsNothingMore() {
        for (Truth.Patient chart : charts) {
            if (!chart.mergedInto().isEmpty()) {
                Patient merged = patient(chart.mrn());
                assertThat(merged.getActive()).as(chart.mrn()).isFalse();
                assertThat(merged.getLinkFirstRep()
                                .getOther()
                                .getReferenceElement()
                                .getIdPart())
                        .as(chart.mrn())
                        .isEqualTo(patient(chart.mergedInto()).getIdElement().getIdPart());
                assertThat(owned(Observation.class, chart.mrn()))
                        .as(chart.mrn())
                        .isEmpty();
                assertThat(owned(Encounter.class, chart.mrn())).as(chart.mrn()).isEmpty();
            }
        }
    }

    @Test
    void everyVisitHasItsFinalStatus() {
        for (Truth.Patient chart : survivors()) {
            Map<String, String> landed = new TreeMap<>();
            for (Encounter e : owned(Encounter.class, chart.mrn())) {
                e.getIdentifier().stream()
                        .filter(i -> i.getValue().startsWith("V"))
                        .forEach(i -> landed.put(i.getValue(), e.getStatus().toCode()));
            }
            assertThat(landed.keySet())
                    .as(chart.mrn())
                    .isEqualTo(values(chart.encounters(), Truth.Encounter::visitNumber));
            chart.encounters().forEach(e -> assertThat(landed.get(e.visitNumber()))
                    .as(chart.mrn() + " " + e.visitNumber())
                    .isIn(VISIT.get(e.status())));
        }
    }

    @Test
    void noAllergyIsLostAndNoneIsAdded() {
        for (Truth.Patient chart : survivors()) {
            assertThat(owned(AllergyIntolerance.class, chart.mrn()).stream().map(a -> word(a.getCode())))
                    .as(chart.mrn())
                    .containsExactlyInAnyOrderElementsOf(chart.allergies().stream()
                            .map(a -> a.code().isEmpty() ? a.text() : a.code())
                            .toList());
        }
    }

    @Test
    void diagnosesAndProceduresHaveTheirCodes() {
        for (Truth.Patient chart : survivors()) {
            assertThat(values(owned(Condition.class, chart.mrn()), c -> word(c.getCode())))
                    .as(chart.mrn())
                    .isEqualTo(values(chart.diagnoses(), Truth.Diagnosis::code));
            assertThat(values(owned(Procedure.class, chart.mrn()), p -> word(p.getCode())))
                    .as(chart.mrn())
                    .isEqualTo(values(chart.procedures(), Truth.Procedure::code));
        }
    }

    @Test
    void vaccinationsHaveCodeDateAndLot() {
        for (Truth.Patient chart : survivors()) {
            assertThat(values(
                            owned(Immunization.class, chart.mrn()),
                            i -> word(i.getVaccineCode()) + " "
                                    + i.getOccurrenceDateTimeType()
                                            .getValueAsString()
                                            .substring(0, 10)
                                            .replace("-", "")
                                    + " " + (i.hasLotNumber() ? i.getLotNumber() : "")))
                    .as(chart.mrn())
                    .isEqualTo(values(
                            chart.immunizations(),
                            i -> i.cvx() + " " + i.date().replace("-", "").substring(0, 8) + " " + i.lot()));
        }
    }

    @Test
    void numbersHaveTheirFinalValueUnitAndStatus() {
        int compared = 0;
        for (Truth.Patient chart : survivors()) {
            List<String> meant = chart.results().stream()
                    .filter(r -> r.type().equals("NM"))
                    .map(r -> r.code() + " " + r.value() + " " + r.unit() + " " + RESULT.get(r.status()))
                    .toList();
            List<String> landed = owned(Observation.class, chart.mrn()).stream()
                    .filter(o -> o.getValue() instanceof Quantity q && !q.hasComparator())
                    .map(o -> word(o.getCode()) + " "
                            + o.getValueQuantity().getValueElement().getValueAsString() + " "
                            + (o.getValueQuantity().hasUnit()
                                    ? o.getValueQuantity().getUnit()
                                    : "") + " "
                            + o.getStatus().toCode())
                    .toList();
            assertThat(landed).as(chart.mrn()).containsAll(meant);
            compared += meant.size();
        }
        assertThat(compared).isGreaterThan(100);
    }

    @Test
    void documentsHaveTheirExactBytes() {
        for (Truth.Patient chart : survivors()) {
            List<String> landed = owned(DocumentReference.class, chart.mrn()).stream()
                    .flatMap(d -> d.getContent().stream())
                    .map(c -> c.getAttachment().getUrl())
                    .map(url -> server.bytes("/fhir/" + url))
                    .map(SampleHospitalIT::sha256)
                    .toList();
            assertThat(landed)
                    .as(chart.mrn())
                    .containsAll(chart.documents().stream()
                            .map(Truth.Document::sha256)
                            .toList());
        }
    }

    /** Charts that stand, with what they got from charts that were merged into them. */
    private static List<Truth.Patient> survivors() {
        return charts.stream()
                .filter(c -> c.mergedInto().isEmpty())
                .map(SampleHospitalIT::withMerged)
                .toList();
    }

    private static Truth.Patient withMerged(Truth.Patient into) {
        Truth.Patient all = into;
        for (Truth.Patient chart : charts) {
            if (chart.mergedInto().equals(into.mrn())) {
                all = new Truth.Patient(
                        all.mrn(),
                        "",
                        all.identifiers(),
                        all.names(),
                        all.birthDate(),
                        all.sex(),
                        all.address(),
                        all.phones(),
                        all.death(),
                        both(all.encounters(), chart.encounters()),
                        both(all.allergies(), chart.allergies()),
                        both(all.diagnoses(), chart.diagnoses()),
                        both(all.procedures(), chart.procedures()),
                        both(all.immunizations(), chart.immunizations()),
                        both(all.results(), chart.results()),
                        both(all.documents(), chart.documents()));
            }
        }
        return all;
    }

    private static <T> List<T> both(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static Patient patient(String mrn) {
        List<Patient> found = all(Patient.class, "Patient?identifier=" + mrn);
        return found.stream()
                .filter(p -> p.getIdentifier().stream().anyMatch(i -> mrn.equals(i.getValue()) && isOwn(p, mrn)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no Patient with " + mrn));
    }

    /** A survivor keeps the numbers of what was merged into it; the chart of a number is the one that was made for it. */
    private static boolean isOwn(Patient patient, String mrn) {
        return !patient.hasLink()
                || patient.getIdentifierFirstRep().getValue().equals(mrn)
                || patient.getIdentifier().stream()
                        .noneMatch(i -> i.getUse() == Identifier.IdentifierUse.OLD && mrn.equals(i.getValue()));
    }

    private static <T extends Resource> List<T> owned(Class<T> type, String mrn) {
        String id = patient(mrn).getIdElement().getIdPart();
        String parameter = type == AllergyIntolerance.class || type == Immunization.class ? "patient" : "subject";
        return all(type, type.getSimpleName() + "?" + parameter + "=Patient/" + id + "&_count=500");
    }

    private static <T extends Resource> List<T> all(Class<T> type, String query) {
        Bundle page = client.search().byUrl(query).returnBundle(Bundle.class).execute();
        assertThat(page.getLink(Bundle.LINK_NEXT)).as(query).isNull();
        return page.getEntry().stream().map(e -> type.cast(e.getResource())).toList();
    }

    private static <T> TreeSet<String> values(List<T> all, Function<T, String> value) {
        return all.stream().map(value).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String word(CodeableConcept concept) {
        return concept.getCoding().stream()
                .map(Coding::getCode)
                .filter(c -> c != null && !c.isEmpty())
                .findFirst()
                .orElse(concept.getText());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
