package org.chartlift.reconcile.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.chartlift.reconcile.StatedRecord;
import org.chartlift.reconcile.compare.WitnessFiles;
import org.chartlift.reconcile.fact.FactSet;
import org.junit.jupiter.api.Test;

/** The shipped directory, read from messages. */
class DirectoryStatementsTest {
    private static final String SYSTEM = "https://a.example";
    private final WitnessFiles files = WitnessFiles.load(List.of());

    private List<DirectoryEntry> read(String... segments) {
        String message = "MSH|^~\\&|A||||20240101||ORU^R01|1|P|2.5.1\rPID|1||7^^^HOSP\r" + String.join("\r", segments);
        StatedRecord record = new StatedRecord(1, "t#1", "hl7v2", message.getBytes(StandardCharsets.UTF_8));
        return new MessageStatements(files.facts(), files.tables())
                .named(record, SYSTEM, true)
                .directory();
    }

    private static List<String> values(DirectoryEntry entry, String field) {
        return entry.said().stream()
                .filter(s -> s.field().name().equals(field))
                .findFirst()
                .orElseThrow()
                .values();
    }

    @Test
    void aNumberWithAnAuthorityIsWhoItIsWhateverTheName() {
        List<DirectoryEntry> entries = read("PV1|1|I|||||12^Gray^Ann^B^Jr^Dr^MD^^CITY~12^Grey^^^^^^^CITY");
        assertThat(entries)
                .hasSize(2)
                .extracting(DirectoryEntry::key)
                .containsOnly(entries.get(0).key());
        assertThat(entries.get(0).lookup()).isEqualTo("https://a.example/authority/CITY|12");
        assertThat(values(entries.get(0), "name")).containsExactly("Gray;Ann B;Dr;Jr MD");
        assertThat(values(entries.get(1), "name")).containsExactly("Grey;;;");
    }

    @Test
    void aNumberWithoutAnAuthorityIsSomeoneElseUnderAnotherName() {
        List<DirectoryEntry> entries = read("PV1|1|I|||||12^Gray^Ann~12^Grey^Ann");
        assertThat(entries).extracting(DirectoryEntry::lookup).containsExactly("|12", "|12");
        assertThat(entries.get(0).key()).isNotEqualTo(entries.get(1).key());
    }

    @Test
    void whoHasNoNumberIsFoundByTheFamilyName() {
        DirectoryEntry entry = read("PV1|1|I|||||^Gray^Ann").get(0);
        assertThat(entry.byName()).isTrue();
        assertThat(entry.lookup()).isEqualTo("Gray");
    }

    @Test
    void anEmptyNameOfAnOrganizationClearsIt() {
        DirectoryEntry entry =
                read("OBX|1|ST|c||v||||||F||||||||||||\"\"^^^^^CITY^^^^77").get(0);
        assertThat(entry.lookup()).isEqualTo("https://a.example/authority/CITY|77");
        assertThat(values(entry, "name")).isEmpty();
    }

    @Test
    void aRoleIsFoundByWhoHasIt() {
        DirectoryEntry role = read("ORC|RE|||||||||||12^Gray^^^^^^^CITY||(701)555-0101").stream()
                .filter(e -> e.kind().id().equals("role"))
                .findFirst()
                .orElseThrow();
        assertThat(role.type()).isEqualTo("Practitioner");
        assertThat(role.lookup()).isEqualTo("https://a.example/authority/CITY|12");
        assertThat(values(role, "telecom")).containsExactly("7015550101");
    }

    /** HL7 v2.8.2 section 7.3.1: ORC is optional in ORDER_OBSERVATION; what the one before says is said of the order before. */
    @Test
    void anOrderWithoutACommonOrderNamesNoRole() {
        String named = "OBR|%d|||||||||||||||12^Gray^^^^^^^CITY|(701)555-0101";
        assertThat(read("ORC|RE", named.formatted(1), "OBX|1|ST|c||v", named.formatted(2)).stream()
                        .filter(e -> e.kind().id().equals("role"))
                        .map(DirectoryEntry::path))
                .containsExactly("OBR[1]");
    }

    @Test
    void aFaultIsNamedWithItsPlace() {
        String faulty =
                """
                directory: people
                class: B
                server: Practitioner
                fields: {name: {server: name, as: name}}
                shapes: {X: {key: [[".1"]], fields: {nickname: {text: .2}}}}
                statements: [{each: PV1-7, shape: X}]
                """;
        assertThatThrownBy(() -> FactSet.compile(List.of(List.of(new FactSet.File("d", faulty)))))
                .hasMessageContaining("directory people, shape X")
                .hasMessageContaining("nickname");
    }
}
