package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapDiffTest {
    @TempDir
    Path folder;

    @TempDir
    Path site;

    private MapFixture maps;

    @BeforeEach
    void maps() {
        maps = new MapFixture(folder)
                .file(
                        "base/PID.yaml",
                        """
                        map: PID -> Patient
                        rules:
                          - {id: id, from: "PID-3[*]", to: identifier, as: CX>Identifier}
                          - {id: kin, block: "contact{kin}", rules: [{id: name, from: PID-9, to: name.text}]}
                          - {id: sex, from: PID-8, to: gender, vocab: Sex}
                          - {id: gone, from: PID-6, to: name.text}
                        """)
                .file("base/CX.yaml", "map: CX -> Identifier\nrules:\n  - {id: value, from: .1, to: value}\n")
                .file("vocab/Sex.json", MapFixture.conceptMap("urn:a", Map.of("F", "female"), "urn:b"));
    }

    @Test
    void namesRulesWithTheElementsTheyReach() {
        MapSet before = maps.load();
        MapSet now = maps.overlay(
                        site,
                        """
                        overlay: PID-Patient
                        author: A
                        reason: r
                        rules:
                          - {id: kin, block: "contact{kin}", rules: [{id: name, from: PID-10, to: name.text}]}
                          - {id: fresh, from: PID-11, to: name.family}
                        disable: [gone]
                        ---
                        overlay: CX-Identifier
                        author: A
                        reason: r
                        rules: [{id: value, from: .2, to: value, note: other}]
                        """)
                .load();

        assertThat(now.changesSince(before))
                .extracting(MapChange::toString)
                .containsExactly(
                        "changed rule CX-Identifier/value\tPatient.identifier.value\tbase/CX.yaml:3 -> overlay.yaml:12",
                        "added rule PID-Patient/fresh\tPatient.name.family\toverlay.yaml:6",
                        "removed rule PID-Patient/gone\tPatient.name.text\tbase/PID.yaml:6",
                        "changed rule PID-Patient/kin.name\tPatient.contact.name.text\tbase/PID.yaml:4 -> overlay.yaml:5");
    }

    @Test
    void namesCodesWithTheElementsTheyReachAndNothingWhereNothingDiffers() {
        MapSet before = maps.load();
        MapSet same = maps.file(
                        "base/CX.yaml",
                        "# said otherwise\nmap: CX -> Identifier\nrules: [{to: value, id: value, from: .1}]\n")
                .load();
        MapSet now = maps.file(
                        "vocab/Sex.json", MapFixture.conceptMap("urn:a", Map.of("F", "female", "M", "male"), "urn:b"))
                .load();

        assertThat(same.changesSince(before)).isEmpty();
        assertThat(now.changesSince(before)).singleElement().satisfies(c -> {
            assertThat(c.what()).isEqualTo("vocabulary");
            assertThat(c.kind()).isEqualTo(MapChange.Kind.ADDED);
            assertThat(c.id()).isEqualTo("Sex urn:a|M");
            assertThat(c.elements()).containsExactly("Patient.gender");
        });
    }
}
