package org.chartlift.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import org.chartlift.load.OperationalWriter;
import org.chartlift.mapping.MapSet;
import org.chartlift.rollback.Holds;
import org.chartlift.rollback.delta.LegacyNames;
import org.chartlift.rollback.delta.ReverseDeltas;
import org.chartlift.run.Maps;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** What rollback asks and gives beside its own work: legal holds and the reverse delta. */
@Configuration(proxyBeanMethods = false)
class ReverseDeltaConfig {
    @Bean
    Holds rollbackHolds(org.chartlift.interceptor.hold.Holds holds) {
        return holds::heldResources;
    }

    @Bean
    ReverseDeltas reverseDeltas(
            FhirContext fhir, DaoRegistry daos, JdbcTemplate jdbc, OperationalWriter writer, Maps maps) {
        return new ReverseDeltas(fhir, daos, jdbc, writer, () -> {
            MapSet set = maps.current().set();
            return LegacyNames.of(
                    set.codingSystems(),
                    set.authorities(),
                    jdbc.queryForList("select uri from chartlift.source_system order by uri", String.class));
        });
    }
}
