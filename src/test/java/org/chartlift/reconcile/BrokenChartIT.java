package org.chartlift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import org.chartlift.reconcile.Reconciliation.Found;
import org.chartlift.run.Hl7;
import org.chartlift.run.Migration;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A chart that cannot be read is told as such, and costs no other chart of its page. */
class BrokenChartIT {
    private static final String SYSTEM = "urn:it:broken-chart";
    private static final String BODY =
            """
            update hfj_res_ver v set res_text_vc = ? from hfj_resource r
            where r.res_id = v.res_id and r.res_ver = v.res_ver and r.res_type = 'Encounter' and r.fhir_id = ?""";

    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    private final Reconciliation reconciliation = new Reconciliation(server.base());

    @Test
    void theOthersOfItsPageAreCompared() {
        new Migration(server.base())
                .call(Migration.content(
                        SYSTEM,
                        Hl7.admit("bc1", "Adams", "20240301080000+0000"),
                        Hl7.admit("bc2", "Baker", "20240301090000+0000"),
                        Hl7.admit("bc3", "Clark", "20240301100000+0000")))
                .parameters();
        rename("Clark", "Planted");
        String broken = encounterOf("Adams");
        String body = jdbc.queryForObject(
                """
                select v.res_text_vc from hfj_res_ver v join hfj_resource r on r.res_id = v.res_id and r.res_ver = v.res_ver
                where r.res_type = 'Encounter' and r.fhir_id = ?""",
                String.class,
                broken);
        assertThat(jdbc.update(BODY, "{", broken)).isEqualTo(1);
        Found found;
        try {
            found = reconciliation.compare(Migration.of(SYSTEM));
        } finally {
            jdbc.update(BODY, body, broken);
        }

        assertThat(found.gate()).isEqualTo("fail");
        assertThat(found.check("group.compared")).contains(",Error,", ",3,", "1 could not be compared");
        assertThat(found.check("patient.missing")).as("two of three charts").contains(",Passed,", ",2,");
        assertThat(found.differences().lines()).singleElement().asString().contains("patient.name");
        assertThat(reconciliation.compare(Migration.of(SYSTEM)).check("group.compared"))
                .as("once it can be read again")
                .contains(",Passed,");
    }

    private Patient patient(String family) {
        return server.written(Patient.class, SYSTEM).stream()
                .filter(p -> p.getNameFirstRep().getFamily().equals(family))
                .findFirst()
                .orElseThrow();
    }

    private void rename(String family, String wrong) {
        Patient patient = patient(family);
        patient.getNameFirstRep().setFamily(wrong);
        server.client().update().resource(patient).execute();
    }

    private String encounterOf(String family) {
        String reference =
                patient(family).getIdElement().toUnqualifiedVersionless().getValue();
        return server.written(Encounter.class, SYSTEM).stream()
                .filter(e -> e.getSubject().getReference().equals(reference))
                .findFirst()
                .orElseThrow()
                .getIdElement()
                .getIdPart();
    }
}
