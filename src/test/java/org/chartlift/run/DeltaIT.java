package org.chartlift.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.run.Hl7.admit;
import static org.chartlift.run.Hl7.result;
import static org.chartlift.run.Hl7.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.chartlift.run.Migration.Answer;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A site changes one rule and brings what it has loaded up to it. */
class DeltaIT {
    private static final String OVERLAY =
            """
            overlay: PID-Patient
            author: Test
            reason: a rule of this site
            rules:
              - {id: itsite, from: PID-8, to: maritalStatus.text, when: "PID-3.1 = '2'"}
            """;

    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Migration migration = new Migration(server.base());
    private final JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    private final Path overlay = server.maps().resolve("delta.yaml");

    @AfterEach
    void withoutTheOverlay() throws IOException {
        Files.deleteIfExists(overlay);
    }

    private Answer delta(String system, String... messages) {
        return migration.call(Migration.mode(Migration.content(system, messages), "delta"));
    }

    private List<String> versions(String system) {
        return jdbc.queryForList(
                """
                select distinct w.resource_type || '/' || w.resource_id || '/' || r.res_ver
                from chartlift.write w join chartlift.run n on n.id = w.run join chartlift.source_system s on s.id = n.source_system
                join hfj_resource r on r.res_type = w.resource_type and r.fhir_id = w.resource_id where s.uri = ? order by 1""",
                String.class,
                system);
    }

    private static List<String> values(Answer answer, String name, String part) {
        return answer.parameters().getParameter().stream()
                .filter(p -> p.getName().equals(name))
                .flatMap(p -> p.getPart().stream())
                .filter(p -> p.getName().equals(part))
                .map(p -> p.getValue() instanceof Reference r
                        ? r.getReference()
                        : p.getValue().primitiveValue())
                .toList();
    }

    @Test
    void aChangedRuleChangesOnlyWhatItWritesAndTheAccountSaysSo() throws IOException {
        String system = "urn:it:delta";
        String[] extract = {
            admit("1", "Adams", "20240301080000+0000"),
            result("1", "Adams", "O1", "95", "20240301090000+0000"),
            update("1", "Adamson", "20240302080000+0000"),
            admit("2", "Brown", "20240303080000+0000"),
            result("2", "Brown", "O2", "101", "20240303090000+0000"),
        };
        assertThat(delta(system, extract).counts()).containsEntry("read", 5);
        List<String> first = versions(system);

        Files.writeString(overlay, OVERLAY);
        Answer changed = delta(system, extract);

        assertThat(changed.counts()).isEqualTo(Map.of("read", 5, "updated", 2, "unchanged", 3));
        List<String> second = versions(system);
        assertThat(second).hasSameSizeAs(first);
        List<String> differing = second.stream().filter(v -> !first.contains(v)).toList();
        assertThat(differing).singleElement().asString().startsWith("Patient/").endsWith("/2");
        assertThat(values(changed, "mapChange", "id")).containsExactly("PID-Patient/itsite");
        assertThat(values(changed, "mapChange", "kind")).containsExactly("added");
        assertThat(values(changed, "mapChange", "element")).containsExactly("Patient.maritalStatus.text");
        assertThat(values(changed, "mapChange", "location")).containsExactly("delta.yaml:5");
        String patient = differing.get(0).substring(0, differing.get(0).lastIndexOf('/'));
        assertThat(values(changed, "changed", "resource")).containsExactly(patient);
        assertThat(values(changed, "changed", "version")).containsExactly("2");
        assertThat(migration.get(patient).response().body()).contains("\"maritalStatus\":{\"text\":\"F\"}");
        assertThat(migration.report(changed))
                .anyMatch(line -> line.path("changed").path("resource").asText().equals(patient));
        reproduced(patient);

        assertThat(delta(system, extract).counts()).isEqualTo(Map.of("read", 5, "unchanged", 5));
        assertThat(versions(system)).isEqualTo(second);

        Files.delete(overlay);
        Answer back = delta(system, extract);

        assertThat(back.counts()).isEqualTo(Map.of("read", 5, "updated", 2, "unchanged", 3));
        assertThat(values(back, "mapChange", "kind")).containsExactly("removed");
        assertThat(migration.get(patient).response().body()).doesNotContain("maritalStatus");
        reproduced(patient);
    }

    private void reproduced(String reference) {
        Parameters lineage = migration.get(reference + "/$lineage").parameters();
        assertThat(lineage.getParameter("reproduced").getValue().primitiveValue())
                .isEqualTo("true");
    }

    @Test
    void whatSomebodyElseWroteSinceStays() throws IOException {
        String system = "urn:it:delta-edited";
        String extract = admit("2", "Cole", "20240303080000+0000");
        delta(system, extract).parameters();
        String patient = jdbc.queryForObject(
                """
                select w.resource_type || '/' || w.resource_id from chartlift.write w join chartlift.run n on n.id = w.run
                join chartlift.source_system s on s.id = n.source_system where s.uri = ? and w.resource_type = 'Patient'""",
                String.class,
                system);
        var client = server.client();
        org.hl7.fhir.r4.model.Patient edited = client.read()
                .resource(org.hl7.fhir.r4.model.Patient.class)
                .withId(patient)
                .execute();
        edited.addName().setFamily("Cole-Edited");
        client.update().resource(edited).execute();

        Files.writeString(overlay, OVERLAY);
        assertThat(delta(system, extract).counts()).isEqualTo(Map.of("read", 1, "updated", 1));

        assertThat(migration.get(patient).response().body())
                .contains("Cole-Edited", "\"maritalStatus\":{\"text\":\"F\"}");
        reproduced(patient);
    }

    @Test
    void recordsThatAreNewAreLoadedBesideThoseThatAreCompared() throws IOException {
        String system = "urn:it:delta-new";
        String old = admit("2", "Dale", "20240303080000+0000");
        delta(system, old).parameters();

        Files.writeString(overlay, OVERLAY);
        Answer both = delta(system, old, result("2", "Dale", "O7", "88", "20240304090000+0000"));

        assertThat(both.counts())
                .containsEntry("read", 2)
                .containsEntry("updated", 1)
                .doesNotContainKey("quarantined");
        assertThat(versions(system)).anyMatch(v -> v.startsWith("Observation/"));
    }
}
