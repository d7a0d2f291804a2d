package org.chartlift.server;

import java.time.Clock;
import javax.sql.DataSource;
import org.chartlift.audit.VersionTracker;
import org.chartlift.load.OperationalWriter;
import org.chartlift.operation.CheckpointProvider;
import org.chartlift.rollback.Checkpoints;
import org.chartlift.rollback.EditTracker;
import org.chartlift.rollback.OperationLog;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Checkpoints and rollback. */
@Configuration(proxyBeanMethods = false)
class RollbackConfig {
    @Bean
    VersionTracker versionTracker(JdbcTemplate jdbc) {
        return new EditTracker(jdbc);
    }

    @Bean
    OperationLog operationLog(OperationalWriter writer) {
        return new OperationLog(writer, Clock.systemUTC());
    }

    @Bean
    Checkpoints checkpoints(DataSource dataSource, JdbcTemplate jdbc, OperationalWriter writer) {
        return new Checkpoints(dataSource, jdbc, writer, Clock.systemUTC());
    }

    @Bean
    CheckpointProvider checkpointProvider(Checkpoints checkpoints, OperationLog log) {
        return new CheckpointProvider(checkpoints, log);
    }
}
