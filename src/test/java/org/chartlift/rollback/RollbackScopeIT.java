package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.run.Hl7.admit;
import static org.chartlift.run.Hl7.result;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chartlift.run.Hl7;
import org.chartlift.run.Migration;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Only one wave of a migration goes back: a run, or a department. */
class RollbackScopeIT {
    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Operations operations = new Operations(server.base());
    private final Migration migration = new Migration(server.base());
    private final JdbcTemplate jdbc = server.bean(JdbcTemplate.class);

    private String load(String system, String... messages) {
        return migration.call(Migration.content(system, messages)).reference("run");
    }

    /** Type, id, version and whether it is deleted, of all that runs of this source system wrote. */
    private List<String> versions(String system) {
        return jdbc.queryForList(
                """
                select distinct h.res_type || '/' || h.fhir_id || '/' || h.res_ver || ' ' || (h.res_deleted_at is null) from chartlift.write w
                join chartlift.run r on r.id = w.run join chartlift.source_system s on s.id = r.source_system
                join hfj_resource h on h.res_type = w.resource_type and h.fhir_id = w.resource_id where s.uri = ? order by 1""",
                String.class,
                system);
    }

    @Test
    void oneOfTwoRunsGoesBackAndTheOtherIsNotTouched() {
        String first = "urn:it:rollback-wave-one";
        String second = "urn:it:rollback-wave-two";
        Map<String, String> before = State.of(server);
        Parameters checkpoint = operations.checkpoint("before");
        String run = load(
                first,
                admit("wv1", "Adams", "20240301080000+0000"),
                result("wv1", "Adams", "WVO1", "95", "20240301090000+0000"));
        Map<String, String> withFirst = State.of(server);
        load(
                second,
                admit("wv1", "Brown", "20240303080000+0000"),
                result("wv1", "Brown", "WVO1", "101", "20240303090000+0000"));
        Map<String, String> expected = new TreeMap<>(State.of(server));
        withFirst.keySet().stream().filter(r -> !before.containsKey(r)).forEach(expected::remove);
        List<String> untouched = versions(second);
        Parameters to = Operations.to(checkpoint);

        Parameters done = operations.rollBack(to.copy().addParameter("run", new Reference(run)));

        assertThat(Operations.text(done, "state")).isEqualTo("completed");
        assertThat(expected).hasSizeGreaterThan(before.size());
        assertThat(State.of(server)).isEqualTo(expected);
        assertThat(versions(second)).isEqualTo(untouched);
        assertThat(versions(first)).isNotEmpty().allMatch(v -> v.endsWith(" false"));
        operations.rollBack(to);
        assertThat(State.of(server)).isEqualTo(before);
    }

    /** On another ward, and with the number of the visit where it belongs, in PV1-19. */
    private static String onWard(String ward, String message) {
        assertThat(message).contains("W1^101^1", "|||||||||||V");
        return message.replace("W1^101^1", ward + "^101^1").replace("|||||||||||V", "||||||||||||V");
    }

    /** A result of a visit. */
    private static String resultOfVisit(
            String mrn, String family, String order, String value, String admission, String time) {
        String pv1 =
                admission.lines().filter(l -> l.startsWith("PV1")).findFirst().orElseThrow();
        return result(mrn, family, order, value, time).replace("\rOBR", "\r" + pv1 + "\rOBR");
    }

    @Test
    void theVisitsOfOneDepartmentGoBackAndThoseOfAnotherAndThePatientsStay() {
        String system = "urn:it:rollback-department";
        Map<String, String> before = State.of(server);
        Parameters checkpoint = operations.checkpoint("before");
        String north = onWard("DN", admit("dp1", "Adams", "20240301080000+0000"));
        String south = onWard("DS", admit("dp2", "Brown", "20240303080000+0000"));
        load(
                system,
                north,
                resultOfVisit("dp1", "Adams", "DPO1", "95", north, "20240301090000+0000"),
                south,
                resultOfVisit("dp2", "Brown", "DPO2", "101", south, "20240303090000+0000"));
        Map<String, String> loaded = State.of(server);
        Encounter gone = visit(system, "dp1");
        Encounter stays = visit(system, "dp2");
        Parameters to = Operations.to(checkpoint);

        Parameters done = operations.rollBack(to.copy().addParameter("department", new Reference(ward(gone))));

        assertThat(Operations.text(done, "state")).isEqualTo("completed");
        Map<String, String> now = State.of(server);
        String visit = "Encounter/" + gone.getIdElement().getIdPart();
        String other = "Encounter/" + stays.getIdElement().getIdPart();
        assertThat(now).doesNotContainKey(visit);
        assertThat(now.values()).noneMatch(json -> json.contains('"' + visit + '"'));
        assertThat(loaded.values()).anyMatch(json -> json.contains('"' + visit + '"'));
        assertThat(now)
                .containsEntry(other, loaded.get(other))
                .containsKeys(
                        gone.getSubject().getReference(), stays.getSubject().getReference());
        assertThat(loaded).containsAllEntriesOf(now);
        assertThat(naming(now, other)).hasSizeGreaterThanOrEqualTo(2).isEqualTo(naming(loaded, other));
        operations.rollBack(to);
        assertThat(State.of(server)).isEqualTo(before);
    }

    @Test
    void theAppointmentOfOnePatientGoesBackAndComesAgainAndItsLaterEditIsInTheDelta() {
        String system = "urn:it:rollback-appointment";
        Map<String, String> before = State.of(server);
        Parameters checkpoint = operations.checkpoint("before");
        load(system, schedule("ap1", "Adams", "APF1"));
        Map<String, String> loaded = State.of(server);
        Appointment appointment = server.written(Appointment.class, system).get(0);
        String id = "Appointment/" + appointment.getIdElement().getIdPart();
        String patient = "Patient/"
                + server.written(Patient.class, system).get(0).getIdElement().getIdPart();
        Parameters to = new Parameters()
                .addParameter("to", Operations.reference(checkpoint, "checkpoint"))
                .addParameter("patient", new Reference(patient));

        Parameters gone = operations.rollBack(to);
        assertThat(State.of(server)).containsAllEntriesOf(before).doesNotContainKeys(id, patient);
        operations.rollBack(new Parameters()
                .addParameter("to", Operations.reference(gone, "checkpoint"))
                .addParameter("patient", new Reference(patient)));

        assertThat(State.of(server)).isEqualTo(loaded);
        appointment.setId(new IdType(id));
        server.client()
                .update()
                .resource(appointment.setComment("brings an interpreter"))
                .execute();
        Parameters edited = operations.rollBack(to);
        assertThat(edited.getParameter().stream()
                        .filter(p -> p.getName().equals("reverseDelta"))
                        .map(p -> p.getPart().get(0).getValue().primitiveValue()))
                .contains("resources");
        server.client().delete().resourceById(new IdType(id)).execute();
        operations.rollBack(Operations.to(checkpoint));
        assertThat(State.of(server)).isEqualTo(before);
    }

    private static String schedule(String mrn, String family, String filler) {
        return "MSH|^~\\&|SCH|TESTHOSP|CHART|TESTHOSP|20240301080000+0000||SIU^S12^SIU_S12|C" + filler + "|P|2.5.1\r"
                + "SCH|P1^EHR|" + filler + "^SCH|||||CHECKUP|Normal|30|min|^^^202403011130^202403011200\r"
                + Hl7.pid(mrn, family) + "\r";
    }

    private static List<String> naming(Map<String, String> state, String reference) {
        return state.entrySet().stream()
                .filter(e -> e.getValue().contains('"' + reference + '"'))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Encounter visit(String system, String mrn) {
        return server.written(Encounter.class, system).stream()
                .filter(e -> e.getIdentifier().stream().anyMatch(i -> ("V" + mrn).equals(i.getValue())))
                .findFirst()
                .orElseThrow();
    }

    /** The place that the visit's bed is in, as far up as the message says. */
    private String ward(Encounter visit) {
        String place = visit.getLocationFirstRep().getLocation().getReference();
        Location location =
                server.client().read().resource(Location.class).withUrl(place).execute();
        return location.hasPartOf() ? location.getPartOf().getReference() : place;
    }
}
