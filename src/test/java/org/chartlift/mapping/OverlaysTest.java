package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.chartlift.mapping.rule.Fault;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlaysTest {
    private static final String PID =
            "map: PID -> Patient\nrules:\n  - {id: a, from: PID-5, to: name.family}\n  - {id: b, from: PID-9, to: name.text}\n";

    @TempDir
    Path folder;

    @TempDir
    Path site;

    private MapFixture maps;

    @BeforeEach
    void maps() {
        maps = new MapFixture(folder).file("base/PID.yaml", PID);
    }

    @Test
    void replaceDisableAndAddByRuleId() {
        var patient = maps.overlay(
                        site,
                        "overlay: PID-Patient\nauthor: A\nreason: r\nrules:\n  - {id: a, from: PID-6, to: name.family}\n  - {id: c, from: PID-8, to: name.prefix}\ndisable: [b]\n")
                .convert("PID|||||five|six||eight|nine")
                .only(Patient.class);

        assertThat(patient.getNameFirstRep().getFamily()).isEqualTo("six");
        assertThat(patient.getNameFirstRep().getPrefixAsSingleString()).isEqualTo("eight");
        assertThat(patient.getNameFirstRep().hasText()).isFalse();
    }

    @Test
    void ofTheSetsOwnFoldersWeighMoreThanItsBase() {
        var patient = maps.file(
                        "country/x.yaml",
                        "overlay: PID-Patient\nauthor: A\nreason: r\nrules:\n  - {id: a, from: PID-6, to: name.family}\n")
                .file(
                        "site/x.yaml",
                        "overlay: PID-Patient\nauthor: A\nreason: r\nrules:\n  - {id: a, from: PID-7, to: name.family}\n")
                .convert("PID|||||five|six|seven")
                .only(Patient.class);

        assertThat(patient.getNameFirstRep().getFamily()).isEqualTo("seven");
    }

    @Test
    void mustNameAuthorAndReasonAndWhatThereIs() {
        maps.overlay(site, "overlay: PID-Patient\ndisable: [z]\n---\noverlay: Nope\nauthor: A\nreason: r\n---\n" + PID);

        assertThat(MapSet.check(List.of(folder, site)))
                .extracting(Fault::message)
                .anyMatch(m -> m.contains("author"))
                .anyMatch(m -> m.contains("reason"))
                .anyMatch(m -> m.contains("no rule `z`"))
                .anyMatch(m -> m.contains("no map `Nope`"))
                .anyMatch(m -> m.contains("is there already"));
    }

    @Test
    void changeTheDigestOnlyByWhatTheyMean() {
        String before = maps.load().digest();
        String commented = maps.file(
                        "base/PID.yaml",
                        "# a comment\n\n"
                                + PID.replace(
                                        "{id: a, from: PID-5, to: name.family}",
                                        "{to: name.family,   from: \"PID-5\", id: a}"))
                .load()
                .digest();
        String moved = maps.file("base/PID.yaml", "# empty\n")
                .file("base/z/other.yaml", PID)
                .load()
                .digest();
        String changed = maps.file("base/z/other.yaml", PID.replace("PID-9", "PID-8"))
                .load()
                .digest();
        String vocabulary = maps.file(
                        "vocab/V.json", MapFixture.conceptMap("urn:a", java.util.Map.of("a", "b"), "urn:b"))
                .load()
                .digest();

        assertThat(commented).isEqualTo(before).matches("[0-9a-f]{64}");
        assertThat(moved).isEqualTo(before);
        assertThat(changed).isNotEqualTo(before);
        assertThat(vocabulary).isNotEqualTo(changed);
    }

    @Test
    void areSeenWhenTheirFilesChange() {
        MapSet set = maps.load();
        assertThat(set.isStale()).isFalse();
        maps.file("base/new.yaml", "map: ZZZ -> nothing\nrules: []\n");
        assertThat(set.isStale()).isTrue();
    }
}
