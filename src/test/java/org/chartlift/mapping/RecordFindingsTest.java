package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.chartlift.record.Outcome;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFindingsTest {
    private static final String MSH = "MSH|^~\\&|A|F|||20240101||";

    @TempDir
    Path folder;

    private MapFixture maps(String pid) {
        return new MapFixture(folder)
                .file("base/PID.yaml", "map: PID -> Patient\nkey: [[\"CX(PID-3)\"]]\nrules:\n" + pid);
    }

    @Test
    void aMessageThatNoMapTakesIsNotClean() {
        var result = MapFixture.convert(
                maps("  - {id: a, from: PID-5, to: name.family}\n").load(), MSH + "BAR^P01|1|P|2.5\rPID|||||Doe");

        assertThat(result.findings()).containsExactly("A no-message-map");
        assertThat(result.conversion().outcomes())
                .hasSize(result.conversion().tree().leafCount())
                .allMatch(o -> o.outcome() == Outcome.UNMAPPED);
    }

    @Test
    void aSegmentWithoutAMapIsNotCleanUnlessItIsASitesOwn() {
        var fixture = maps("  - {id: a, from: PID-5, to: name.family}\n");

        assertThat(fixture.convert("PID|||||Doe", "AL1|1|x").findings()).containsExactly("A no-segment-map");
        var own = fixture.convert("PID|||||Doe", "ZZZ|1|x");
        assertThat(own.findings()).isEmpty();
        assertThat(own.became("ZZZ-2")).isEqualTo("unmapped");
    }

    @Test
    void aPatientSegmentWithoutAPatientIsNotClean() {
        assertThat(maps("  - {id: a, from: PID-5, to: name.family}\n")
                        .convert("PID|1||||||||x")
                        .findings())
                .containsExactly("A pid-without-patient");
        assertThat(maps("  - {id: a, drop: PID-1, reason: set-id}\n")
                        .convert("PID|1")
                        .findings())
                .isEmpty();
    }

    @Test
    void nothingAtAllIsNotClean() {
        var result = new MapFixture(folder)
                .file(
                        "base/MSH.yaml",
                        "map: MSH -> nothing\nrules:\n  - {id: a, drop: MSH-*, reason: message-control}\n")
                .convert();

        assertThat(result.findings()).containsExactly("A empty-result");
    }

    @Test
    void thePreferredIdentifierIsTheKeyWhateverTheOrderOfRepetitions() {
        var fixture = maps("  - {id: a, from: PID-5, to: name.family}\n")
                .file("identity/any.yaml", "sender: any\nprefer: [MR]\n");
        String one = fixture.convert("PID|||1^^^A^SS~2^^^A^MR||Doe")
                .only(Patient.class)
                .getIdElement()
                .getIdPart();
        String two = fixture.convert("PID|||2^^^A^MR~1^^^A^SS||Doe")
                .only(Patient.class)
                .getIdElement()
                .getIdPart();
        String other = fixture.convert("PID|||2^^^B^MR~1^^^A^SS||Doe")
                .only(Patient.class)
                .getIdElement()
                .getIdPart();

        assertThat(one).isEqualTo(two).isNotEqualTo(other);
    }

    @Test
    void aMergeNamesTheSurvivor() {
        var result = new MapFixture(folder)
                .file(
                        "base/PID.yaml",
                        "map: PID -> Patient\nkey: [[\"CX(PID-3)\"]]\nrules:\n  - {id: a, from: PID-5, to: name.family}\n"
                                + "---\nmap: NK1 -> Patient\nkey: [[NK1-2]]\nrules:\n  - {id: a, from: NK1-2, to: identifier.value}\n"
                                + "  - {id: o, ref: PID-Patient, to: \"link{r}.other\"}\n  - {id: t, fixed: replaced-by, to: \"link{r}.type\", reason: merge}\n")
                .convert("PID|||1||Doe", "NK1|1|old");

        assertThat(result.conversion().resources().get(2).mergedInto())
                .isEqualTo(result.conversion().resources().get(1).reference());
    }
}
