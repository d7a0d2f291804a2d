package org.chartlift.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.chartlift.ledger.Accounts;
import org.chartlift.ledger.ContentHasher;
import org.chartlift.ledger.LineageLedger;
import org.chartlift.ledger.MapSetLedger;
import org.chartlift.ledger.Marks;
import org.chartlift.ledger.MoveLedger;
import org.chartlift.ledger.QuarantineLedger;
import org.chartlift.ledger.RawStore;
import org.chartlift.ledger.RecordLedger;
import org.chartlift.ledger.RunLedger;
import org.chartlift.ledger.WriteLedger;
import org.chartlift.load.KeptMaps;
import org.chartlift.load.LoadMetrics;
import org.chartlift.load.LoadServices;
import org.chartlift.load.OperationalWriter;
import org.chartlift.load.ResourceChecks;
import org.chartlift.load.StoredResources;
import org.chartlift.load.VocabularyLoader;
import org.chartlift.mapping.identity.ResourceIds;
import org.chartlift.operation.MigrateProvider;
import org.chartlift.rollback.Checkpoints;
import org.chartlift.rollback.RunGate;
import org.chartlift.run.Maps;
import org.chartlift.run.MapsUnusableException;
import org.chartlift.run.RunServices;
import org.chartlift.run.Runs;
import org.chartlift.run.SourceRoots;
import org.chartlift.run.Spool;
import org.chartlift.security.KeyFiles;
import org.chartlift.security.PayloadCipher;
import org.chartlift.validation.ProfileValidator;
import org.chartlift.validation.ServerView;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** Migration: ledger, loader, runs and {@code $migrate}. */
@Configuration(proxyBeanMethods = false)
class MigrationConfig {
    /**
     * Settings of migration.
     *
     * @param workers threads that convert and load, per run
     * @param sources where sources may lie
     * @param mappings folders with maps of this site, later ones weigh more; read again when their files change
     */
    @ConfigurationProperties(ChartliftProperties.PREFIX)
    record MigrationSettings(
            @DefaultValue("2") int workers, @DefaultValue SourceSettings sources, @DefaultValue List<Path> mappings) {}

    /**
     * Settings of sources.
     *
     * @param roots folders in which {@code source.path} may lie; none by default, so that sources can only be uploaded
     */
    record SourceSettings(@DefaultValue List<Path> roots) {}

    @Bean
    LoadServices loadServices(
            FhirContext fhir,
            IHapiTransactionService transactions,
            IFhirSystemDao<Bundle, Meta> system,
            DaoRegistry daos,
            JdbcTemplate jdbc,
            PayloadCipher cipher,
            ObjectProvider<ProfileValidator> profiles,
            ServerView server,
            MeterRegistry meters) {
        ContentHasher hasher = new ContentHasher(fhir);
        ResourceChecks checks = new WriteChecks(profiles.getIfAvailable(), server, Clock.systemUTC());
        return new LoadServices(
                fhir,
                transactions,
                system,
                new StoredResources(jdbc, daos, hasher),
                hasher,
                checks,
                new RecordLedger(jdbc),
                new WriteLedger(jdbc),
                new Marks(jdbc),
                new MoveLedger(jdbc),
                new QuarantineLedger(jdbc),
                new RawStore(jdbc, cipher),
                new LoadMetrics(meters),
                Clock.systemUTC());
    }

    @Bean
    Maps maps(MigrationSettings settings, Vocabulary vocabulary) {
        return new MapFolders(settings.mappings(), vocabulary::load);
    }

    @Bean
    Vocabulary vocabulary(DaoRegistry daos, LoadServices load) {
        return new Vocabulary(new VocabularyLoader(daos, load.transactions(), load.stored(), load.hasher()));
    }

    /** Compiles the maps once the server is ready: that loads their vocabulary, and the first run finds them compiled. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> mapsAtStart(Maps maps) {
        return ready -> {
            Thread thread = new Thread(() -> compile(maps), "chartlift-maps");
            thread.setDaemon(true);
            thread.start();
        };
    }

    private static void compile(Maps maps) {
        try {
            maps.current();
        } catch (MapsUnusableException e) {
            // runs refuse to begin for the same reason; the operator hears of it before
            LoggerFactory.getLogger(MigrationConfig.class).warn("the maps have faults: {}", e.getMessage());
        }
    }

    @Bean
    KeptMaps keptMaps(JdbcTemplate jdbc) {
        return new KeptMaps(new MapSetLedger(jdbc), MapFolders::readers);
    }

    @Bean
    OperationalWriter operationalWriter(DaoRegistry daos, LoadServices load) {
        return new OperationalWriter(daos, load.transactions());
    }

    @Bean
    ResourceIds resourceIds(KeyFiles keys) {
        return new ResourceIds(keys.projectKey());
    }

    @Bean
    Spool spool(DataDirectory directory) {
        return new Spool(directory.path().resolve("work"));
    }

    @Bean
    Runs runs(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            JdbcTemplate jdbc,
            LoadServices load,
            OperationalWriter operational,
            Maps maps,
            KeptMaps keptMaps,
            Checkpoints checkpoints,
            ResourceIds ids,
            Spool spool,
            MigrationSettings settings) {
        return new Runs(new RunServices(
                new RunGate(dataSource, jdbc),
                transactions,
                new RunLedger(jdbc),
                new Accounts(jdbc),
                load,
                operational,
                maps,
                keptMaps,
                new MapSetLedger(jdbc),
                new LineageLedger(jdbc),
                checkpoints,
                ids,
                spool,
                settings.workers(),
                Clock.systemUTC()));
    }

    @Bean
    MigrateProvider migrateProvider(FhirContext fhir, Runs runs, Maps maps, Spool spool, MigrationSettings settings) {
        return new MigrateProvider(
                fhir, runs, new SourceRoots(settings.sources().roots()), spool, maps.formats());
    }
}
