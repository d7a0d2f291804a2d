package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.DocumentReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two facts must never become one resource because their key says nothing. */
class KeysTest {
    private static final String DOCUMENT =
            """
            MSH|^~\\&|APP|FAC|||20240102030405+0100||MDM^T02|%s|P|2.5
            EVN|T02|20240102030405+0100
            PID|1||%s^^^HOSP^MR||Doe^Ann
            PV1|1|I
            TXA|1|DS|TX|||||||||DOC%s^SYS
            OBX|1|ED|11488-4^Note^LN||SYS^TEXT^PLAIN^Base64^%s||||||F""";

    @TempDir
    private Path folder;

    @Test
    void documentsOfTwoPatientsAreTwoBinaries() {
        MapSet maps = MapSet.builtIn();
        MapFixture.Result one = MapFixture.convert(
                maps, DOCUMENT.formatted("1", "P1", "1", "b25l").replace('\n', '\r'));
        MapFixture.Result two = MapFixture.convert(
                maps, DOCUMENT.formatted("2", "P2", "2", "dHdv").replace('\n', '\r'));

        assertThat(one.only(Binary.class).getIdElement().getIdPart())
                .isNotEqualTo(two.only(Binary.class).getIdElement().getIdPart());
        assertThat(one.only(DocumentReference.class)
                        .getContentFirstRep()
                        .getAttachment()
                        .getUrl())
                .endsWith(one.only(Binary.class).getIdElement().getIdPart());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[[\"ref(OBR-ServiceRequest)?\"]]", "[[\"PID-2?\"]]", "[[\"PID-2\"]]"})
    void aKeyThatSaysNothingIsTheRecordAndThePosition(String key) {
        MapFixture maps = new MapFixture(folder)
                .file(
                        "base/PID.yaml",
                        "map: PID -> Patient\nkey: " + key
                                + "\nrules:\n  - {id: birth, from: PID-7, to: birthDate, as: TS>date}\n"
                                + "  - {id: rest, carry: PID-*}\n")
                .file(
                        "base/OBR.yaml",
                        "map: OBR -> ServiceRequest\nid: OBR-ServiceRequest\nrules:\n  - {id: rest, carry: OBR-*}\n");

        List<String> ids = List.of("19700101", "19700102").stream()
                .map(birth -> maps.convert("PID|1||||||" + birth).only(org.hl7.fhir.r4.model.Patient.class))
                .map(p -> p.getIdElement().getIdPart())
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
    }
}
