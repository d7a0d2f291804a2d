package org.chartlift.source.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.chartlift.source.SourceTree;
import org.chartlift.source.SourceTree.Kind;
import org.junit.jupiter.api.Test;

class GroupingTest {
    @Test
    void opensANewOccurrenceForEachRepetitionOfAGroup() throws Exception {
        assertThat(oru("MSH PID PV1 ORC OBR NTE OBX NTE OBX ORC OBR OBX SPM OBX PID OBR OBX"))
                .isEqualTo("MSH PATIENT_RESULT(PATIENT(PID VISIT(PV1)) "
                        + "ORDER_OBSERVATION(ORC OBR NTE OBSERVATION(OBX NTE) OBSERVATION[2](OBX)) "
                        + "ORDER_OBSERVATION[2](ORC OBR OBSERVATION(OBX) SPECIMEN(SPM OBX))) "
                        + "PATIENT_RESULT[2](PATIENT(PID) ORDER_OBSERVATION(OBR OBSERVATION(OBX)))");
    }

    @Test
    void keepsSegmentsThatFitNowhereInTheInnermostOpenGroup() throws Exception {
        assertThat(oru("MSH ZZA PID OBR OBX ZDS NTE EVN OBX"))
                .isEqualTo("MSH ZZA PATIENT_RESULT(PATIENT(PID) "
                        + "ORDER_OBSERVATION(OBR OBSERVATION(OBX ZDS NTE EVN) OBSERVATION[2](OBX)))");
    }

    @Test
    void groupsAMessageThatLacksRequiredSegments() throws Exception {
        assertThat(oru("MSH PID OBX NTE OBX"))
                .isEqualTo("MSH PATIENT_RESULT(PATIENT(PID) "
                        + "ORDER_OBSERVATION(OBSERVATION(OBX NTE) OBSERVATION[2](OBX)))");
    }

    @Test
    void goesOnBehindAMissingRequiredSegmentOfTheSameGroup() throws Exception {
        assertThat(grouped("ADT", Messages.ADT, "MSH EVN PID AL1 DG1 IN1 IN2 IN1 PR1"))
                .isEqualTo("MSH EVN PID AL1 DG1 INSURANCE(IN1 IN2) INSURANCE[2](IN1 PR1)");
    }

    @Test
    void beginsANewOccurrenceWithoutItsFirstSegmentOnlyWhereTheOpenOneHasTheSegmentAlready() throws Exception {
        String vxu = "MSH PID [{ORDER: ORC RXA [RXR] [{OBSERVATION: OBX [{NTE}]}]}]";

        assertThat(grouped("VXU_V04", vxu, "MSH PID RXA RXR OBX RXA RXR OBX NTE OBX"))
                .isEqualTo("MSH PID ORDER(RXA RXR OBSERVATION(OBX)) "
                        + "ORDER[2](RXA RXR OBSERVATION(OBX NTE) OBSERVATION[2](OBX))");
        assertThat(grouped("VXU_V04", vxu, "MSH PID ORC RXA OBX RXA OBX"))
                .isEqualTo("MSH PID ORDER(ORC RXA OBSERVATION(OBX)) ORDER[2](RXA OBSERVATION(OBX))");
        assertThat(oru("MSH PID OBR OBX PV1 NTE OBR OBX"))
                .isEqualTo("MSH PATIENT_RESULT(PATIENT(PID) ORDER_OBSERVATION(OBR OBSERVATION(OBX PV1 NTE)) "
                        + "ORDER_OBSERVATION[2](OBR OBSERVATION(OBX)))");
    }

    @Test
    void walksUnnamedSequencesAndChoicesWithoutMakingNodes() throws Exception {
        String grammar = "MSH {ORC [{NTE}] <OBR [PV1]|{RQD: RXO [OBX]}>}";

        assertThat(grouped("X", grammar, "MSH ORC NTE OBR PV1 ORC RXO OBX RXO ORC OBR"))
                .isEqualTo("MSH ORC NTE OBR PV1 ORC RQD(RXO OBX) RQD[2](RXO) ORC OBR");
    }

    @Test
    void countsGroupsOfOneNameBelowTheSameParent() throws Exception {
        assertThat(grouped("X", "MSH {[A: PID] [B: PV1 {C: OBX}]}", "MSH PID PV1 OBX OBX PID PV1 OBX"))
                .isEqualTo("MSH A(PID) B(PV1 C(OBX) C[2](OBX)) A[2](PID) B[2](PV1 C(OBX))");
    }

    @Test
    void givesGroupsTheBytesOfTheirSegments() throws Exception {
        byte[] message = Messages.bytes(message("MSH PID OBR OBX OBX").trim());
        SourceTree tree = reader("ORU_R01", Messages.ORU).read(message);

        int patientResult = tree.nextSibling(tree.firstChild(0));
        assertThat(tree.name(patientResult)).isEqualTo("PATIENT_RESULT");
        assertThat(tree.offset(patientResult)).isEqualTo(tree.length(1) + 1);
        assertThat(tree.offset(patientResult) + tree.length(patientResult)).isEqualTo(message.length);
        assertThat(tree.length(tree.firstChild(patientResult))).isEqualTo("PID|1".length());
    }

    private static String oru(String segments) throws Exception {
        return grouped("ORU_R01", Messages.ORU, segments);
    }

    private static String grouped(String name, String grammar, String segments) throws Exception {
        SourceTree tree = reader(name, grammar).read(Messages.bytes(message(segments)));
        assertThat(segmentsInOrder(tree)).isEqualTo(List.of(segments.split(" ")));
        return show(tree, 0);
    }

    private static Hl7v2Reader reader(String name, String grammar) {
        MessageGrammar parsed = MessageGrammar.parse(name, grammar);
        return new Hl7v2Reader(event -> event.equals("ADT^A01") ? parsed : null);
    }

    private static String message(String segments) {
        return segments.replace("MSH", Messages.MSH).replace(" ", "|1\r") + "|1\r";
    }

    private static List<String> segmentsInOrder(SourceTree tree) {
        List<String> names = new ArrayList<>();
        for (int n = 0; n < tree.size(); n++) {
            if (tree.kind(n) == Kind.SEGMENT) {
                names.add(tree.name(n));
            }
        }
        return names;
    }

    private static String show(SourceTree tree, int node) {
        List<String> children = new ArrayList<>();
        for (int c = tree.firstChild(node); c != SourceTree.NONE; c = tree.nextSibling(c)) {
            boolean isGroup = tree.kind(c) == Kind.GROUP;
            String repetition = isGroup && tree.repetition(c) > 1 ? "[" + tree.repetition(c) + "]" : "";
            children.add(tree.name(c) + (isGroup ? repetition + "(" + show(tree, c) + ")" : ""));
        }
        return String.join(" ", children);
    }
}
