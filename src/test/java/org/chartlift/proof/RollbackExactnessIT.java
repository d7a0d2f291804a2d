package org.chartlift.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.run.Hl7.admit;
import static org.chartlift.run.Hl7.document;
import static org.chartlift.run.Hl7.merge;
import static org.chartlift.run.Hl7.result;
import static org.chartlift.run.Hl7.update;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.commons.io.FileUtils;
import org.chartlift.cli.sample.SampleHospital;
import org.chartlift.cli.sample.Settings;
import org.chartlift.proof.WayBack.Call;
import org.chartlift.run.Migration;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.api.Test;

/** The whole server before a load and after its rollback are the same, but for versions, times and evidence. Nobody else writes meanwhile. */
class RollbackExactnessIT {
    private static final int HOSPITAL = Integer.getInteger("chartlift.rollback.hospital", 8);
    private static final String OVERLAY =
            """
            overlay: PID-Patient
            author: Test
            reason: a rule of this site
            rules:
              - {id: itsite, from: PID-8, to: maritalStatus.text, when: "PID-3.1 = 'A2'"}
            """;

    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Exporter exporter = new Exporter(server.bean(DataSource.class), server.base());
    private final Migration migration = new Migration(server.base());
    private final Rest rest = new Rest(server.base());
    private final WayBack back = new WayBack(server.base());
    private final String system = "urn:it:exact:" + UUID.randomUUID();

    private static final String[] EXTRACT = {
        admit("A1", "Adams", "20240301080000+0000"),
        result("A1", "Adams", "O1", "95", "20240301090000+0000"),
        update("A1", "Adamson", "20240302080000+0000"),
        admit("A2", "Brown", "20240303080000+0000"),
        result("A2", "Brown", "O2", "101", "20240303090000+0000"),
    };

    private Map<String, Integer> load(String mode, String... messages) {
        Parameters parameters = Migration.mode(Migration.content(system, messages), mode);
        return migration.call(parameters).counts();
    }

    private static void assertSame(Snapshot is, Snapshot as) {
        assertThat(as.diff(is)).isEmpty();
        assertThat(is.hash()).isEqualTo(as.hash());
    }

    private static Set<String> added(Snapshot before, Snapshot after) {
        Set<String> added = new TreeSet<>(after.facts().keySet());
        added.removeAll(before.facts().keySet());
        return added;
    }

    private static String patient(Snapshot snapshot, Set<String> among, String mrn) {
        return among.stream()
                .filter(r -> r.startsWith("Patient/"))
                .filter(r -> snapshot.facts().get(r).contains("\"value\":\"" + mrn + "\""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLoadOfNewPatientsLeavesNothingAndCanBeTakenBackAndRepeated() {
        Snapshot before = exporter.take();
        String checkpoint = back.checkpoint("empty");
        load("load", EXTRACT);
        Snapshot loaded = exporter.take();
        assertThat(added(before, loaded)).isNotEmpty();

        back.rollback(Call.to(checkpoint));

        assertSame(exporter.take(), before);
        assertThat(load("load", EXTRACT)).containsEntry("read", 5).doesNotContainKey("unchanged");
        assertSame(exporter.take(), loaded);
    }

    @Test
    void aRollbackIsItselfRolledBack() {
        load("load", EXTRACT[0]);
        String checkpoint = back.checkpoint("before the load");
        load("load", EXTRACT);
        Snapshot loaded = exporter.take();
        String there = back.checkpoint("after the load");

        back.rollback(Call.to(checkpoint));
        back.rollback(Call.to(there));

        assertSame(exporter.take(), loaded);
    }

    @Test
    void patientsOfTheServerThatTheLoadUpdatesAreAsBefore() {
        String nothing = back.checkpoint("to learn the ids");
        Snapshot empty = exporter.take();
        load("load", EXTRACT);
        Snapshot learned = exporter.take();
        String patient = patient(learned, added(empty, learned), "A1");
        back.rollback(Call.to(nothing));
        ObjectNode own = Json.object(
                "{\"resourceType\":\"Patient\",\"active\":true,\"name\":[{\"family\":\"Known\"}],"
                        + "\"telecom\":[{\"system\":\"phone\",\"value\":\"555-0100\"}],\"meta\":{\"tag\":[{\"system\":\"urn:t\",\"code\":\"vip\"}]}}");
        own.put("id", patient.substring("Patient/".length()));
        assertThat(rest.put(patient, own).isSuccess()).isTrue();
        ObjectNode note = ClinicalNotes.observation(patient, 7);
        note.put("id", "exact-" + UUID.randomUUID());
        rest.put("Observation/" + note.path("id").asText(), note).expect(201);
        Snapshot before = exporter.take();
        String checkpoint = back.checkpoint("existing patients");

        load("load", EXTRACT);
        assertThat(exporter.take().facts().get(patient))
                .isNotEqualTo(before.facts().get(patient));
        back.rollback(Call.to(checkpoint));

        assertSame(exporter.take(), before);
    }

    @Test
    void twoLoadsAMergeAndADelta() throws IOException {
        load("load", EXTRACT[0], EXTRACT[1]);
        Snapshot before = exporter.take();
        String checkpoint = back.checkpoint("two loads and a delta");
        Path overlay = server.maps().resolve("exactness.yaml");

        load("load", EXTRACT[2], EXTRACT[3]);
        load("load", EXTRACT[4], merge("A1", "A2", "Adamson", "20240305080000+0000"));
        try {
            Files.writeString(overlay, OVERLAY);
            load("delta", EXTRACT);
        } finally {
            Files.deleteIfExists(overlay);
        }
        back.rollback(Call.to(checkpoint));

        assertSame(exporter.take(), before);
    }

    @Test
    void onePatientGoesBackAndTheOtherStays() {
        Snapshot before = exporter.take();
        String checkpoint = back.checkpoint("by patient");
        load("load", EXTRACT);
        Snapshot loaded = exporter.take();
        Set<String> made = added(before, loaded);
        String one = patient(loaded, made, "A1");
        String other = patient(loaded, made, "A2");

        back.rollback(Call.to(checkpoint).patient(one));

        Snapshot after = exporter.take();
        assertThat(after.facts()).doesNotContainKey(one);
        assertThat(added(before, after)).noneMatch(r -> of(after, one).contains(r));
        assertThat(of(loaded, other))
                .isNotEmpty()
                .allMatch(r -> loaded.facts().get(r).equals(after.facts().get(r)));
        assertThat(after.dangling()).isEqualTo(before.dangling());
        back.rollback(Call.to(checkpoint));
        assertSame(exporter.take(), before);
    }

    @Test
    void documentsGoBackWithTheirPatient() {
        Snapshot before = exporter.take();
        String checkpoint = back.checkpoint("documents by patient");
        load("load", document("A1", "Adams", "D1", "Patient feels well.", "20240301100000+0000"));
        Snapshot one = exporter.take();
        assertThat(added(before, one)).anyMatch(r -> r.startsWith("Binary/"));
        load("load", document("A2", "Brown", "D2", "Patient feels well.", "20240303100000+0000"));
        Snapshot both = exporter.take();
        String patient = patient(both, added(before, both), "A2");

        back.rollback(Call.to(checkpoint).patient(patient));

        assertSame(exporter.take(), one);
        back.rollback(Call.to(checkpoint));
        assertSame(exporter.take(), before);
    }

    /** The patient and what names him. */
    private static Set<String> of(Snapshot snapshot, String patient) {
        Set<String> of = new TreeSet<>(snapshot.referrers().getOrDefault(patient, Set.of()));
        of.add(patient);
        return of;
    }

    @Test
    void oneTypeGoesBackAndTheOthersStay() {
        Snapshot before = exporter.take();
        String checkpoint = back.checkpoint("by type");
        load("load", EXTRACT);
        Snapshot loaded = exporter.take();

        back.rollback(Call.to(checkpoint).type("DiagnosticReport"));

        assertThat(loaded.diff(exporter.take()))
                .hasSize(2)
                .allMatch(line -> line.startsWith("removed DiagnosticReport/"));
        back.rollback(Call.to(checkpoint).type("Patient"));
        Snapshot after = exporter.take();
        assertThat(after.dangling()).isEqualTo(before.dangling());
        assertThat(added(before, after).stream().filter(r -> r.startsWith("Patient/")))
                .as("patients whose results are still here are needed")
                .hasSize(2);
        back.rollback(Call.to(checkpoint));
        assertSame(exporter.take(), before);
    }

    @Test
    void theSampleHospital() throws IOException {
        Path hospital = server.sources().resolve("exact");
        SampleHospital.write(new Settings(HOSPITAL, 40_000, 5, LocalDate.of(2023, 1, 1), 24, 500), hospital);
        Snapshot before = exporter.fresh().take();
        String checkpoint = back.checkpoint("sample hospital");
        long begin = System.nanoTime();
        Map<String, Integer> counts = migration
                .call(Migration.path(Settings.SOURCE_SYSTEM, hospital.resolve("extract")))
                .counts();
        long loadedIn = System.nanoTime() - begin;
        Snapshot loaded = exporter.take();
        begin = System.nanoTime();
        JsonNode answer = back.rollback(Call.to(checkpoint));
        long backIn = System.nanoTime() - begin;

        Snapshot after = exporter.fresh().take();
        System.out.printf(
                "%d patients, %d records, %d resources: loaded in %.1f s, back in %.1f s %s%n",
                HOSPITAL,
                counts.get("read"),
                added(before, loaded).size(),
                loadedIn / 1e9,
                backIn / 1e9,
                WayBack.counts(answer));
        assertSame(after, before);
        assertThat(after.dangling()).isEqualTo(before.dangling());
        Map<String, Long> types = added(before, loaded).stream()
                .collect(Collectors.groupingBy(r -> r.substring(0, r.indexOf('/')), Collectors.counting()));
        assertThat(types).containsKeys("Patient", "Encounter", "Observation");
        FileUtils.deleteQuietly(hospital.toFile());
    }
}
