package org.chartlift.source.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.chartlift.source.hl7v2.MessageGrammarException.Fault;
import org.junit.jupiter.api.Test;

class MessageGrammarTest {
    @Test
    void knowsWhichSegmentsAGroupHoldsNestedOnesIncluded() {
        MessageGrammar oru = MessageGrammar.parse("ORU_R01", Messages.ORU);

        assertThat(oru.groups())
                .containsExactly(
                        "ORU_R01",
                        "PATIENT_RESULT",
                        "PATIENT",
                        "VISIT",
                        "ORDER_OBSERVATION",
                        "OBSERVATION",
                        "SPECIMEN");
        assertThat(oru.segments("PATIENT")).containsExactly("PID", "PD1", "NTE", "NK1", "PV1", "PV2");
        assertThat(oru.holds("PATIENT", "PV1")).isTrue();
        assertThat(oru.holds("PATIENT", "OBR")).isFalse();
        assertThat(oru.holds("NO_SUCH_GROUP", "OBR")).isFalse();
        assertThat(oru.segments()).contains("MSH", "SFT", "DSC", "SPM");
        assertThat(oru.name()).isEqualTo("ORU_R01");
    }

    @Test
    void understandsChoicesAndBracketsInEitherOrder() {
        MessageGrammar grammar =
                MessageGrammar.parse("OML", "MSH {[NTE]} [{ORDER: ORC <OBR|RQD|RQ1 RXO> [{OBX}]}] <PV1|[PV2]>");

        assertThat(grammar.segments("ORDER")).containsExactly("ORC", "OBR", "RQD", "RQ1", "RXO", "OBX");
    }

    @Test
    void listsEveryFaultWithItsPosition() {
        MessageGrammarException e = catchThrowableOfType(
                () -> MessageGrammar.parse("BAD", "PID [PV1 {} ; OBXX > GROUP: NK1"), MessageGrammarException.class);

        assertThat(e.faults())
                .containsExactly(
                        new Fault(1, "a message begins with MSH"),
                        new Fault(5, "bracket is not closed by ]"),
                        new Fault(10, "empty bracket"),
                        new Fault(13, "unexpected ;"),
                        new Fault(15, "OBXX is not the name of a segment (three characters, the first a letter)"),
                        new Fault(20, "> closes nothing"),
                        new Fault(22, "group name GROUP must stand first in a bracket"));
        assertThat(e).hasMessageContaining("grammar of BAD").hasMessageContaining("character 13");
    }

    @Test
    void refusesAnEmptyGrammar() {
        MessageGrammarException e =
                catchThrowableOfType(() -> MessageGrammar.parse("E", " "), MessageGrammarException.class);

        assertThat(e.faults()).hasSize(1);
    }
}
