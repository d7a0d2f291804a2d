package org.chartlift.server;

import ca.uhn.fhir.jpa.migrate.DriverTypeEnum;
import ca.uhn.fhir.jpa.migrate.HapiMigrationLock;
import ca.uhn.fhir.jpa.migrate.HapiMigrationStorageSvc;
import ca.uhn.fhir.jpa.migrate.HapiMigrator;
import ca.uhn.fhir.jpa.migrate.SchemaMigrator;
import ca.uhn.fhir.jpa.migrate.dao.HapiMigrationDao;
import ca.uhn.fhir.jpa.migrate.tasks.HapiFhirJpaMigrationTasks;
import ca.uhn.fhir.jpa.migrate.tasks.SchemaInitializationProvider;
import ca.uhn.fhir.util.VersionEnum;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;

/**
 * HAPI's tables, by HAPI's own migrator. Two of its ways do not survive a kill and are covered here: it creates the first tables one by one
 * and takes the first of them for all, and its lock is a row that stays. The caller keeps other servers out meanwhile.
 */
final class HapiSchema {
    private static final DriverTypeEnum POSTGRES = DriverTypeEnum.POSTGRES_9_4;
    private static final String HISTORY = SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME;
    private static final String FIRST_TABLE = "HFJ_RESOURCE";
    private static final String SCRIPTS = "/ca/uhn/hapi/fhir/jpa/docs/database/nonpartitioned";

    private HapiSchema() {}

    static void migrate(DataSource dataSource) throws SQLException {
        new HapiMigrationStorageSvc(new HapiMigrationDao(dataSource, POSTGRES, HISTORY))
                .createMigrationTableIfRequired();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "delete from \"" + HISTORY + "\" where \"installed_rank\" = " + HapiMigrationLock.LOCK_PID);
            createAtOnce(connection, statement);
        }
        HapiMigrator migrator = new HapiMigrator(HISTORY, dataSource, POSTGRES);
        migrator.addTasks(new HapiFhirJpaMigrationTasks(Set.of()).getAllTasks(VersionEnum.values()));
        migrator.migrate();
    }

    /** All tables in one transaction, if there is none. The migrator then only notes that they exist. */
    private static void createAtOnce(Connection connection, Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("select to_regclass('" + FIRST_TABLE + "') is not null")) {
            if (found.next() && found.getBoolean(1)) {
                return;
            }
        }
        connection.setAutoCommit(false);
        for (String sql :
                new SchemaInitializationProvider("HAPI FHIR", SCRIPTS, FIRST_TABLE, true).getSqlStatements(POSTGRES)) {
            statement.execute(sql);
        }
        connection.commit();
        connection.setAutoCommit(true);
    }
}
