package org.chartlift.rollback;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import java.util.Map;
import java.util.TreeMap;
import org.chartlift.rollback.merge.JsonTrees;
import org.chartlift.server.ChartliftTestServer;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is on the server: every resource that is not about the work itself, without versions and times. */
final class State {
    private State() {}

    static Map<String, String> of(ChartliftTestServer server) {
        Versions versions = new Versions(server.bean(FhirContext.class), server.bean(DaoRegistry.class));
        Map<String, String> state = new TreeMap<>();
        server.bean(JdbcTemplate.class)
                .query(
                        """
                        select res_type, fhir_id, res_ver from hfj_resource where res_deleted_at is null
                        and res_type not in ('AuditEvent', 'Provenance', 'ConceptMap', 'Task', 'Binary')""",
                        rs -> {
                            String type = rs.getString(1);
                            String id = rs.getString(2);
                            state.put(type + '/' + id, JsonTrees.write(versions.tree(type, id, rs.getLong(3))));
                        });
        return state;
    }
}
