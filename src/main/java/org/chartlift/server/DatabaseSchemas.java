package org.chartlift.server;

import ca.uhn.fhir.jpa.migrate.DriverTypeEnum;
import ca.uhn.fhir.jpa.migrate.HapiMigrationStorageSvc;
import ca.uhn.fhir.jpa.migrate.HapiMigrator;
import ca.uhn.fhir.jpa.migrate.SchemaMigrator;
import ca.uhn.fhir.jpa.migrate.dao.HapiMigrationDao;
import ca.uhn.fhir.jpa.migrate.tasks.HapiFhirJpaMigrationTasks;
import ca.uhn.fhir.util.VersionEnum;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Says that the tables exist: whoever touches the database takes one of these, so that it is made first. */
final class DatabaseSchemas {
    /** Schema of our own tables; HAPI's are in the connection's default schema. */
    static final String CHARTLIFT = "chartlift";

    private DatabaseSchemas() {}

    /** Brings both schemas up to this release: HAPI's by its own migrator, ours by Flyway. Safe to run by several servers at once. */
    static DatabaseSchemas migrate(DataSource dataSource) {
        migrateHapi(dataSource);
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .defaultSchema(CHARTLIFT)
                .schemas(CHARTLIFT)
                .createSchemas(true)
                .load()
                .migrate();
        return new DatabaseSchemas();
    }

    private static void migrateHapi(DataSource dataSource) {
        String table = SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME;
        DriverTypeEnum driver = DriverTypeEnum.POSTGRES_9_4;
        new HapiMigrationStorageSvc(new HapiMigrationDao(dataSource, driver, table)).createMigrationTableIfRequired();
        HapiMigrator migrator = new HapiMigrator(table, dataSource, driver);
        migrator.addTasks(new HapiFhirJpaMigrationTasks(Set.of()).getAllTasks(VersionEnum.values()));
        migrator.migrate();
    }
}
