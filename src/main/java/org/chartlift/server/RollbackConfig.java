package org.chartlift.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import javax.sql.DataSource;
import org.chartlift.audit.VersionTracker;
import org.chartlift.load.LoadServices;
import org.chartlift.load.OperationalWriter;
import org.chartlift.operation.CheckpointProvider;
import org.chartlift.operation.RollbackProvider;
import org.chartlift.rollback.Checkpoints;
import org.chartlift.rollback.EditTracker;
import org.chartlift.rollback.Holds;
import org.chartlift.rollback.OperationLog;
import org.chartlift.rollback.RollbackSettings;
import org.chartlift.rollback.Rollbacks;
import org.chartlift.rollback.delta.ReverseDeltas;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** Checkpoints and rollback. */
@Configuration(proxyBeanMethods = false)
class RollbackConfig {
    /**
     * Settings of rollback.
     *
     * @param workers threads
     * @param resourcesPerSecond at most so many; 0 for no bound
     */
    @ConfigurationProperties("chartlift.rollback")
    record RollbackProperties(@DefaultValue("2") int workers, @DefaultValue("0") int resourcesPerSecond) {}

    @Bean
    VersionTracker versionTracker(JdbcTemplate jdbc, EntityManagerFactory entities) {
        return new EditTracker(jdbc, entities);
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

    @Bean
    Rollbacks rollbacks(
            DataSource dataSource,
            PlatformTransactionManager manager,
            JdbcTemplate jdbc,
            DaoRegistry daos,
            LoadServices load,
            OperationalWriter operational,
            Checkpoints checkpoints,
            ObjectProvider<Holds> holds,
            ReverseDeltas delta,
            RollbackProperties settings) {
        return new Rollbacks(
                dataSource,
                manager,
                jdbc,
                daos,
                load,
                operational,
                checkpoints,
                () -> holds.getIfAvailable(Holds::none),
                delta,
                new RollbackSettings(settings.workers(), settings.resourcesPerSecond()));
    }

    @Bean
    RollbackProvider rollbackProvider(
            FhirContext fhir, Rollbacks rollbacks, Checkpoints checkpoints, OperationLog log) {
        return new RollbackProvider(fhir, rollbacks, checkpoints, log);
    }
}
