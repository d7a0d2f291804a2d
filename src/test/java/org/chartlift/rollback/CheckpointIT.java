package org.chartlift.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.chartlift.run.Hl7;
import org.chartlift.run.Migration;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Checkpoints, and who wrote what between two of them. */
class CheckpointIT {
    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Operations operations = new Operations(server.base());
    private final Migration migration = new Migration(server.base());

    private Parameters checkpoint(String label) {
        return operations.checkpoint(label);
    }

    @Test
    void countsAndCompares() {
        String system = "urn:it:checkpoint";
        Parameters before = checkpoint("before");
        String adt = Hl7.admit("chk1", "Checker", "20240301080000+0000");
        assertThat(migration.call(Migration.content(system, adt)).counts()).containsEntry("created", 1);
        String id = patient(system);
        Patient patient =
                server.client().read().resource(Patient.class).withId(id).execute();
        patient.addAddress().setCity("Elsewhere");
        server.client().update().resource(patient).execute();

        Parameters after = checkpoint("after");

        assertThat(Operations.text(after, "root")).hasSize(64).isNotEqualTo(Operations.text(before, "root"));
        Parameters diff = operations
                .call(
                        "$checkpoint-diff",
                        new Parameters()
                                .addParameter("from", Operations.reference(before, "checkpoint"))
                                .addParameter("to", Operations.reference(after, "checkpoint")))
                .parameters();
        List<String> changed = diff.getParameter().stream()
                .map(CheckpointIT::line)
                .filter(l -> l.startsWith("Patient"))
                .collect(Collectors.toList());
        assertThat(changed).anyMatch(l -> l.matches("Patient run \\d+ 1 0 0"));
        assertThat(changed).contains("Patient other anonymous 0 1 0");
        SortedMap<Long, Author> authors = new Authors(server.bean(JdbcTemplate.class)).of("Patient/" + id);
        assertThat(authors.get(1L)).isInstanceOf(Author.OfRun.class);
        assertThat(authors.get(2L)).isEqualTo(new Author.Other("anonymous"));
    }

    private static String line(ParametersParameterComponent p) {
        return p.getPart().stream().map(x -> x.getValue().primitiveValue()).collect(Collectors.joining(" "));
    }

    private String patient(String system) {
        return server.bean(JdbcTemplate.class)
                .queryForObject(
                        """
                        select w.resource_id from chartlift.write w join chartlift.run r on r.id = w.run
                        join chartlift.source_system s on s.id = r.source_system where s.uri = ? and w.resource_type = 'Patient' limit 1""",
                        String.class,
                        system);
    }

    @Test
    void theSameStateHasTheSameRoot() {
        server.bean(org.chartlift.run.Maps.class).current();
        Parameters one = checkpoint("one");
        Parameters other = checkpoint("other");
        assertThat(Operations.text(one, "root")).isEqualTo(Operations.text(other, "root"));
    }

    @Test
    void anUnknownCheckpointIsNotFound() {
        Parameters p = new Parameters()
                .addParameter("from", new Reference("Task/chartlift-checkpoint-0"))
                .addParameter("to", new Reference("Task/x"));
        assertThat(operations.call("$checkpoint-diff", p).status()).isEqualTo(404);
    }
}
