package org.chartlift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.chartlift.server.ChartliftTestServer;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule of a map is broken by an overlay: the load goes through and its account adds up, and the witness names the field. */
@Isolated
class BrokenMapsIT {
    private static final int PATIENTS = 5;

    static Stream<Arguments> brokenRules() {
        return Stream.of(
                Arguments.of("AL1-AllergyIntolerance", "disable: [al13]", "allergy.code"),
                Arguments.of("AL1-AllergyIntolerance", "disable: [al15, al14]", "allergy.reaction"),
                Arguments.of("PID-Patient", "disable: [pid29, pid30]", "patient.death"),
                Arguments.of(
                        "PID-Patient",
                        "rules:\n  - {id: pid3, from: \"PID-3\", to: identifier, as: CX>Identifier}",
                        "patient.identifier"),
                Arguments.of("PID-Patient", "disable: [pid8]", "patient.sex"),
                Arguments.of(
                        "OBX-Observation",
                        "rules:\n  - {id: nm, from: OBX-5, when: \"OBX-2 = 'NM'\", to: valueQuantity, as: NM>Quantity}",
                        "observation.value"),
                Arguments.of("OBX-Observation", "disable: [obx7, obx7low, obx7high]", "observation.range"),
                Arguments.of(
                        "OBX-Observation",
                        "rules:\n  - {id: obx11, fixed: final, to: status, reason: \"broken on purpose\"}",
                        "observation.status"),
                Arguments.of("DG1-Condition", "disable: [dg13]", "diagnosis.code"),
                Arguments.of("NTE-Observation", "disable: [note]", "observation.note"),
                Arguments.of("RXA-Immunization", "disable: [rxa15]", "immunization.lot"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenRules")
    void theWitnessNamesTheFieldThatABrokenRuleLoses(String map, String change, String check) throws IOException {
        Path overlay = Files.writeString(
                ChartliftTestServer.shared().maps().resolve("broken.yaml"),
                "overlay: %s\nauthor: a test\nreason: broken on purpose\n%s\n".formatted(map, change));
        Tally tally;
        try {
            // loads, and asserts that nothing is quarantined
            tally = new WitnessedHospital("urn:it:broken:" + map + change.hashCode(), PATIENTS).compareAll();
        } finally {
            Files.delete(overlay);
        }
        assertThat(tally.differences()).extracting(d -> d.check().name()).anyMatch(name -> name.startsWith(check));
    }
}
