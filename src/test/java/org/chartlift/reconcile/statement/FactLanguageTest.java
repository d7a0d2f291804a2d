package org.chartlift.reconcile.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chartlift.reconcile.StatedRecord;
import org.chartlift.reconcile.fact.FactKind;
import org.chartlift.reconcile.fact.FactSet;
import org.junit.jupiter.api.Test;

class FactLanguageTest {
    private static final String MESSAGE = String.join(
            "\r",
            "MSH|^~\\&|A|B|||20240101||ORU^R01|1|P|2.5.1",
            "PID|1||7^^^HOSP",
            "OBX|1|NM|weight||70|kg",
            "ORC|RE|P1",
            "OBR|1|P1|F1|panel",
            "OBX|1|NM|sodium||140|mmol/L",
            "NTE|1||first~second",
            "NTE|2||third",
            "OBR|2|P1|F1|panel",
            "OBX|1|ST|colour||red");

    private static final String SCOPES =
            """
            scopes:
              ORC: [OBR, OBX]
              OBR: [PID]
            """;

    private static List<Statement> read(String fact) {
        FactSet facts = FactSet.compile(List.of(List.of(new FactSet.File("t", fact), new FactSet.File("s", SCOPES))));
        CodeTables tables = new CodeTables(List.of(), List.of(), Map.of(), List.of());
        StatedRecord record = new StatedRecord(1, "t#1", "hl7v2", MESSAGE.getBytes(StandardCharsets.UTF_8));
        return new MessageStatements(facts, tables)
                .read(record, "urn:example:a", new StatedTexts())
                .facts();
    }

    private static String fact(String statement) {
        return """
                fact: thing
                class: A
                server: {type: Observation}
                fields:
                  code: {server: code.text, as: text, class: A}
                  notes: {server: note.text, as: text, class: A}
                everywhere: {code: OBX-3}
                groups:
                  noted:
                    notes: {from: "+NTE-3[*]", lines: "\\n"}
                statements:
                """
                + statement.indent(2);
    }

    private static List<String> values(List<Statement> statements, int field) {
        List<String> values = new ArrayList<>();
        statements.forEach(s -> values.add(String.valueOf(s.values().get(field))));
        return values;
    }

    @Test
    void aSegmentIsToldByTheNearestOfSomeBeforeIt() {
        assertThat(values(read(fact("- {segment: OBX, when: {\"nearest(OBR PID)\": [PID]}}")), 0))
                .containsExactly("[weight]");
        assertThat(values(read(fact("- {segment: OBX, when: {\"nearest(OBR PID)\": [OBR]}}")), 0))
                .containsExactly("[sodium]", "[colour]");
        assertThat(values(read(fact("- {segment: OBX, when: {\"next(ORC OBR)\": [OBR]}}")), 0))
                .containsExactly("[sodium]");
    }

    @Test
    void whatBelongsToAnotherSegmentIsSeenFromThere() {
        String of = "- {segment: OBX, fields: {code: \"%s\"}}";

        assertThat(values(read(fact(of.formatted("ORC-2"))), 0)).containsExactly("null", "null", "null");
        assertThat(values(read(fact(of.formatted("OBR/ORC-2"))), 0)).containsExactly("null", "[P1]", "null");
    }

    @Test
    void twinsHaveNumbersOfTheirOwn() {
        assertThat(read(fact("- {segment: OBX, key: [\"'a'\", OBR-3, \"twin(OBR 3 4)\"]}")))
                .extracting(s -> s.key().replaceAll("\\W+", " ").trim())
                .containsExactly("", "a F1 1", "a F1 2");
    }

    @Test
    void repetitionsInOneSegmentMayBeOneTextAndAGroupMayBeUsed() {
        assertThat(values(read(fact("- {segment: OBX, use: noted}")), 1))
                .containsExactly("null", "[first second, third]", "null");
    }

    @Test
    void segmentsCountOnlyWhereTheirConditionHolds() {
        assertThat(values(read(fact("- {segment: OBR, fields: {code: {from: \">OBX-3\", where: {OBX-2: [NM]}}}}")), 0))
                .containsExactly("[sodium]", "null");
        assertThat(read(fact("- {segment: PID, when: {\"PID-3[*]\": {count: 1}}}")))
                .hasSize(1);
    }

    @Test
    void aGroupThatIsNotThereIsAFault() {
        assertThatThrownBy(() -> read(fact("- {segment: OBX, use: nobody}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void aKindHasWhatItsDocumentSays() {
        FactKind kind = read(fact("- {segment: PID}")).get(0).kind();

        assertThat(kind.id()).isEqualTo("thing");
        assertThat(kind.fields()).hasSize(2);
    }
}
