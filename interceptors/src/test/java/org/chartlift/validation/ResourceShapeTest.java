package org.chartlift.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResourceShapeTest {
    private static Observation glucose(String id, String patient, String value, String time) {
        Observation o = new Observation().setStatus(ObservationStatus.FINAL);
        o.setId(id);
        o.getCode().addCoding().setSystem("http://loinc.org").setCode("2345-7").setDisplay("Glucose");
        o.setSubject(new org.hl7.fhir.r4.model.Reference("Patient/" + patient));
        o.setValue(new Quantity()
                .setValue(new BigDecimal(value))
                .setUnit("mg/dL")
                .setSystem("http://unitsofmeasure.org")
                .setCode("mg/dL"));
        o.setEffective(new DateTimeType(time));
        return o;
    }

    private static Observation usual() {
        return glucose("a", "p1", "95", "2024-03-01T08:00:00Z");
    }

    @Test
    void patientValueAndTimeDoNotChangeTheShape() {
        assertThat(ResourceShape.of(glucose("b", "p2", "101.5", "2023-11-30T23:59:01Z")))
                .isEqualTo(ResourceShape.of(usual()));
    }

    static Stream<Consumer<Observation>> changes() {
        return Stream.of(
                o -> o.setStatus(ObservationStatus.CORRECTED),
                o -> o.getCode().getCodingFirstRep().setCode("2339-0"),
                o -> o.getCode().getCodingFirstRep().setDisplay("Sucrose"),
                o -> o.getCode().getCodingFirstRep().setSystem(null),
                o -> o.getValueQuantity().setCode("mmol/L"),
                o -> o.getValueQuantity().setValue(new BigDecimal("-1")),
                o -> o.setSubject(new org.hl7.fhir.r4.model.Reference("Group/p1")),
                o -> o.setEffective(new DateTimeType("2024-03-01")),
                o -> o.setEffective(new DateTimeType("0024-03-01T08:00:00Z")),
                o -> o.addNote().setText("a note"),
                o -> o.setSubject(null),
                o -> o.addExtension("https://x.example/e", new org.hl7.fhir.r4.model.StringType("v")));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatARuleCouldAskChangesTheShape(Consumer<Observation> change) {
        Observation changed = usual();
        change.accept(changed);
        assertThat(ResourceShape.of(changed)).isNotEqualTo(ResourceShape.of(usual()));
    }

    @Test
    void aReversedPeriodHasAShapeOfItsOwn() {
        assertThat(stay("2024-01-01", "2024-01-02")).isNotEqualTo(stay("2024-01-02", "2024-01-01"));
        assertThat(stay("2024-01-01", "2024-01-02")).isEqualTo(stay("2023-05-06", "2023-06-01"));
    }

    private static String stay(String start, String end) {
        Encounter encounter = new Encounter().setStatus(EncounterStatus.FINISHED);
        encounter.getPeriod().setStartElement(new DateTimeType(start)).setEndElement(new DateTimeType(end));
        return ResourceShape.of(encounter);
    }

    @Test
    void oddTextIsPartOfTheShape() {
        List<String> shapes = Stream.of("plain", "other", " led", "a<b", "")
                .map(text -> {
                    Patient patient = new Patient();
                    patient.addName().setText(text);
                    return ResourceShape.of(patient);
                })
                .toList();
        assertThat(shapes.get(0)).isEqualTo(shapes.get(1));
        assertThat(shapes).doesNotContainNull().element(2).isNotEqualTo(shapes.get(0));
        assertThat(shapes.get(3)).isNotEqualTo(shapes.get(0));
    }

    @Test
    void aProfileMayAskForAnyValueSoItsResourcesAreNeverTheSame() {
        Observation claimed = usual();
        claimed.getMeta().addProfile("https://x.example/StructureDefinition/glucose");
        assertThat(ResourceShape.of(claimed)).isNull();
        assertThat(ResourceShape.of(new org.hl7.fhir.r4.model.ValueSet().setName("a")))
                .isNull();
    }

    @Test
    void narrativeIsNeverTheSame() {
        Patient patient = new Patient();
        patient.getText().setStatus(Narrative.NarrativeStatus.GENERATED).setDivAsString("<div>x</div>");
        assertThat(ResourceShape.of(patient)).isNull();
    }
}
