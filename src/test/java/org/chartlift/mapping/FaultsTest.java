package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.chartlift.mapping.rule.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {
    @TempDir
    Path folder;

    private List<Fault> faults(String rules) {
        new MapFixture(folder).file("base/PID.yaml", "map: PID -> Patient\nrules:\n" + rules);
        return MapSet.check(List.of(folder));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{id: a, from: PID-3, to: identifer}                              # `Patient` has no element `identifer`",
                "{id: a, from: PID-x, to: active}                                 # `PID-x` is not a path",
                "{id: a, from: PID-3, to: identifier}                             # is no primitive: `as:` is missing",
                "{id: a, from: PID-3, to: gender.extension(nope)}                 # no extension `nope`",
                "{id: a, from: PID-3, to: birthDate}                              # needs `as:`",
                "{id: a, from: PID-3, to: identifier, as: QQ>Identifier}          # no data type map and no function `QQ>Identifier`",
                "{id: a, from: PID-3, to: active, as: TS>date}                    # makes [date], but active takes [boolean]",
                "{id: a, from: PID-3, to: gender, vocab: Nope}                    # no ConceptMap vocab/Nope.json",
                "{id: a, from: PID-3, to: \"active{x}\"}                          # does not repeat",
                "{id: a, from: PID-3, to: name.family, when: \"PID-3 == 'x'\"}    # condition",
                "{id: a, from: PID-3, to: name.family, when: \"PID-3 MATCHES '['\"} # not an RE2 pattern",
                "{id: a, from: PID-3, to: name.family, wen: x}                    # unknown key `wen`",
                "{id: a, fixed: nope, to: gender, reason: r}                      # `nope` is not a legal code for gender",
                "{id: a, fixed: male, to: gender}                                 # `fixed:` says its reason",
                "{id: a, drop: PID-1, reason: because}                            # `drop:` has a reason",
                "{id: a, ref: Nope, to: managingOrganization}                     # no map makes a `Nope`",
                "{id: a, ref: PID-Patient, to: managingOrganization}              # cannot refer to Patient",
                "{id: a, from: PID-3, carry: PID-4}                               # has exactly one of",
                "{from: PID-3, to: name.family}                                   # a rule has an id",
                "{id: a, from: PID-3, to: deceased.x}                             # spell the type of the choice"
            })
    void areReportedWithFileAndLine(String rule, String message) {
        assertThat(faults("  - {id: ok, from: PID-5, to: name.family}\n  - " + rule + "\n"))
                .anySatisfy(f -> {
                    assertThat(f.message()).contains(message);
                    assertThat(f.file()).isEqualTo("base/PID.yaml");
                    assertThat(f.line()).isEqualTo(4);
                });
    }

    @Test
    void areCollectedAndThrownOnce() {
        new MapFixture(folder)
                .file(
                        "base/PID.yaml",
                        "map: PID -> Patient\nrules:\n  - {id: a, from: PID-3, to: nope}\n  - {id: a, from: PID-4, to: nada}\n")
                .file("base/OBX.yaml", "map: OBX -> Nothing\nrules: []\n");

        assertThatThrownBy(() -> MapSet.load(List.of(folder)))
                .isInstanceOfSatisfying(MappingFaultsException.class, e -> assertThat(e.faults())
                        .hasSize(4))
                .hasMessageContaining("base/PID.yaml:4: ");
    }

    @Test
    void nameUnknownAndUnusedMapsAndWrongGrammar() {
        new MapFixture(folder)
                .file(
                        "base/PID.yaml",
                        "map: PID -> Patient\nnamed: true\nrules:\n  - {id: a, from: PID-3, to: name.family}\n")
                .file("base/m2.yaml", "message: M2\nfor: [\"ADT^A02\", \"ADT^A01\"]\ngrammar: MSH [PID\n")
                .file(
                        "base/m3.yaml",
                        "message: M3\nfor: [\"ADT^A03\"]\ngrammar: MSH PID\nmaps:\n  PV1: [PID-Patient]\n  PID: [Nope]\n");

        assertThat(MapSet.check(List.of(folder)))
                .extracting(Fault::message)
                .anyMatch(m -> m.startsWith("grammar, "))
                .anyMatch(m -> m.equals("the grammar has no PV1"))
                .anyMatch(m -> m.equals("there is no map `Nope`"))
                .anyMatch(m -> m.contains("reads PID, not PV1"));
    }

    @Test
    void findMapsThatWouldNeverEnd() {
        new MapFixture(folder)
                .file(
                        "base/XX.yaml",
                        "map: XX -> CodeableConcept\nrules:\n  - {id: a, from: \".\", to: \".\", as: XX>CodeableConcept}\n"
                                + "---\nmap: PID -> Patient\nkey: [[\"ref(PID-Patient)\"]]\nrules:\n  - {id: a, from: PID-3, to: name.family}\n");

        assertThat(MapSet.check(List.of(folder)))
                .extracting(Fault::message)
                .anyMatch(m -> m.contains("calls itself"))
                .anyMatch(m -> m.contains("needs its own id"));
    }

    @Test
    void rulesAreTakenAwayOnlyFromThoseOfAnotherMap() {
        new MapFixture(folder)
                .file(
                        "base/PID.yaml",
                        "map: PID -> Patient\nrules:\n  - {id: n, from: PID-5, to: name.family}\ndisable: [n]\n")
                .file(
                        "base/NK1.yaml",
                        "map: NK1 -> Patient\nid: Next\nnamed: true\nlike: PID-Patient\ndisable: [nope]\nrules: []\n");

        assertThat(MapSet.check(List.of(folder)))
                .extracting(Fault::message)
                .contains(
                        "`disable:` takes rules away from those that `like:` brings",
                        "map Next has no rule `nope` to disable");
    }
}
