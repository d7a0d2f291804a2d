package org.chartlift.server;

import javax.sql.DataSource;
import org.chartlift.security.KeyFiles;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The database: an external PostgreSQL where {@code spring.datasource.url} names one, else an embedded one. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfig {
    static final String EXTERNAL_HINT =
            "use a PostgreSQL of your own with --spring.datasource.url, .username and .password";

    @Bean
    DatabaseSchemas databaseSchemas(DataSource dataSource) {
        return DatabaseSchemas.migrate(dataSource);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnExpression("'${spring.datasource.url:}'.isEmpty()")
    static class Embedded {
        private static final String PASSWORD = "database.password";

        @Bean
        EmbeddedPostgres embeddedPostgres(DataDirectory directory, KeyFiles keys) {
            return EmbeddedPostgres.start(directory.path(), keys.secret(PASSWORD));
        }

        @Bean
        JdbcConnectionDetails embeddedPostgresConnection(EmbeddedPostgres postgres, KeyFiles keys) {
            return new EmbeddedConnection(postgres.url(), EmbeddedPostgres.USER, keys.secret(PASSWORD));
        }
    }

    private record EmbeddedConnection(String getJdbcUrl, String getUsername, String getPassword)
            implements JdbcConnectionDetails {
        @Override
        public String toString() {
            return getJdbcUrl;
        }
    }
}
