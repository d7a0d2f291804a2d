package org.chartlift.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Says that the tables exist: whoever touches the database takes one of these, so that it is made first. */
final class DatabaseSchemas {
    /** Schema of our own tables; HAPI's are in the connection's default schema. */
    static final String CHARTLIFT = "chartlift";

    /** Any number that no other program uses for an advisory lock: "chartlif" in ASCII. */
    private static final long LOCK = 0x63686172746c6966L;

    private DatabaseSchemas() {}

    /**
     * Brings both schemas up to this release: HAPI's by its own migrator, ours by Flyway. Servers that start at the same time take turns; one
     * that is killed on the way leaves nothing that stops the next.
     */
    static DatabaseSchemas migrate(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            call(connection, "select pg_advisory_lock(?)");
            try {
                HapiSchema.migrate(dataSource);
                migrateChartlift(dataSource);
            } finally {
                call(connection, "select pg_advisory_unlock(?)");
            }
        } catch (SQLException e) {
            throw new StartRefusedException("the database cannot be prepared: " + e.getMessage(), e);
        }
        return new DatabaseSchemas();
    }

    private static void call(Connection connection, String lockFunction) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(lockFunction)) {
            statement.setLong(1, LOCK);
            statement.execute();
        }
    }

    private static void migrateChartlift(DataSource dataSource) {
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .defaultSchema(CHARTLIFT)
                .schemas(CHARTLIFT)
                .createSchemas(true)
                .load()
                .migrate();
    }
}
