package org.chartlift.server;

import java.time.Clock;
import org.chartlift.ledger.LineageLedger;
import org.chartlift.lineage.AuditedLineages;
import org.chartlift.lineage.Lineages;
import org.chartlift.lineage.SourceValuesRight;
import org.chartlift.load.KeptMaps;
import org.chartlift.load.LoadServices;
import org.chartlift.load.OperationalWriter;
import org.chartlift.load.Replay;
import org.chartlift.mapping.identity.ResourceIds;
import org.chartlift.operation.LineageProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Lineage: where stored values came from, {@code $lineage}. */
@Configuration(proxyBeanMethods = false)
class LineageConfig {
    /**
     * Settings of lineage.
     *
     * @param sourceValues whether everyone who may call {@code $lineage} may see what source records say; no, unless the development profile or the operator says so
     */
    @ConfigurationProperties("chartlift.lineage")
    record LineageSettings(@DefaultValue("false") boolean sourceValues) {}

    /** The one place that decides: until callers have roles, all of them or none. */
    @Bean
    SourceValuesRight sourceValuesRight(LineageSettings settings) {
        return asker -> settings.sourceValues();
    }

    @Bean
    Replay replay(LoadServices load, ResourceIds ids) {
        return new Replay(load, ids);
    }

    @Bean
    Lineages lineages(JdbcTemplate jdbc, KeptMaps maps, Replay replay) {
        return new Lineages(new LineageLedger(jdbc), maps, replay);
    }

    @Bean
    LineageProvider lineageProvider(
            Lineages lineages, Replay replay, SourceValuesRight right, OperationalWriter writer) {
        return new LineageProvider(new AuditedLineages(lineages, replay, right, writer, Clock.systemUTC()));
    }
}
