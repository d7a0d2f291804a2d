package org.chartlift.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.time.Clock;
import javax.sql.DataSource;
import org.chartlift.ledger.RawStore;
import org.chartlift.ledger.RunLedger;
import org.chartlift.lineage.SourceValuesRight;
import org.chartlift.load.OperationalWriter;
import org.chartlift.operation.ReconcileProvider;
import org.chartlift.reconcile.compare.RecordWitness;
import org.chartlift.reconcile.compare.StoredInvariants;
import org.chartlift.reconcile.job.Comparisons;
import org.chartlift.reconcile.job.JobServices;
import org.chartlift.reconcile.job.KeyedHash;
import org.chartlift.reconcile.landed.DirectoryReader;
import org.chartlift.reconcile.landed.LandedReader;
import org.chartlift.run.Maps;
import org.chartlift.run.Runs;
import org.chartlift.run.SourceRoots;
import org.chartlift.run.Spool;
import org.chartlift.security.KeyFiles;
import org.chartlift.security.PayloadCipher;
import org.chartlift.validation.ServerView;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** Comparison of sources and server: {@code $reconcile}. */
@Configuration(proxyBeanMethods = false)
class ReconcileConfig {
    /** The shipped thresholds and those of the site; faults are an error at the start. */
    @Bean
    ThresholdFiles thresholdFiles(MigrationConfig.MigrationSettings settings) {
        ThresholdFiles files = new ThresholdFiles(settings.mappings());
        files.get();
        return files;
    }

    @Bean
    WitnessFolders witnessFolders(
            FhirContext fhir,
            JdbcTemplate jdbc,
            DaoRegistry daos,
            ServerView server,
            MigrationConfig.MigrationSettings settings) {
        LandedReader reader = new LandedReader(jdbc, reference -> body(fhir, daos, reference));
        StoredInvariants invariants = new StoredInvariants(fhir, server, Clock.systemUTC());
        return new WitnessFolders(
                settings.mappings(),
                files -> new RecordWitness(
                        files.facts(), files.tables(), reader, new DirectoryReader(jdbc), invariants));
    }

    /** A body that is not kept as plain JSON is read through the DAO. */
    private static @Nullable String body(FhirContext fhir, DaoRegistry daos, String reference) {
        try {
            IdType id = new IdType(reference);
            return fhir.newJsonParser()
                    .encodeResourceToString(
                            daos.getResourceDao(id.getResourceType()).read(id, new SystemRequestDetails()));
        } catch (ResourceNotFoundException | ResourceGoneException e) {
            return null;
        }
    }

    @Bean
    Comparisons comparisons(
            FhirContext fhir,
            DataSource dataSource,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            WitnessFolders witness,
            ThresholdFiles thresholds,
            Maps maps,
            Runs runs,
            OperationalWriter writer,
            PayloadCipher cipher,
            KeyFiles keys,
            Spool spool,
            MigrationConfig.MigrationSettings settings,
            SourceValuesRight right) {
        return new Comparisons(
                new JobServices(
                        fhir,
                        dataSource,
                        jdbc,
                        transactions,
                        witness,
                        thresholds,
                        () -> maps.current().readers(),
                        new RawStore(jdbc, cipher),
                        new RunLedger(jdbc),
                        runs,
                        writer,
                        cipher,
                        new KeyedHash(keys.projectKey()),
                        spool,
                        settings.workers(),
                        Clock.systemUTC()),
                right);
    }

    @Bean
    ReconcileProvider reconcileProvider(
            FhirContext fhir,
            Comparisons comparisons,
            Maps maps,
            Spool spool,
            MigrationConfig.MigrationSettings settings) {
        return new ReconcileProvider(
                fhir, comparisons, new SourceRoots(settings.sources().roots()), spool, maps.formats());
    }
}
