package org.chartlift.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.data.elasticsearch.ElasticsearchDataAutoConfiguration;
import org.springframework.boot.autoconfigure.data.elasticsearch.ElasticsearchRepositoriesAutoConfiguration;
import org.springframework.boot.autoconfigure.data.elasticsearch.ReactiveElasticsearchRepositoriesAutoConfiguration;
import org.springframework.boot.autoconfigure.data.jpa.JpaRepositoriesAutoConfiguration;
import org.springframework.boot.autoconfigure.elasticsearch.ElasticsearchClientAutoConfiguration;
import org.springframework.boot.autoconfigure.elasticsearch.ElasticsearchRestClientAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.boot.autoconfigure.thymeleaf.ThymeleafAutoConfiguration;
import org.springframework.boot.autoconfigure.websocket.servlet.WebSocketServletAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The Spring Boot application. Everything it is made of is listed here. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        exclude = {
            ElasticsearchClientAutoConfiguration.class,
            ElasticsearchDataAutoConfiguration.class,
            ElasticsearchRepositoriesAutoConfiguration.class,
            ElasticsearchRestClientAutoConfiguration.class,
            FlywayAutoConfiguration.class,
            HibernateJpaAutoConfiguration.class,
            JpaRepositoriesAutoConfiguration.class,
            QuartzAutoConfiguration.class,
            ReactiveElasticsearchRepositoriesAutoConfiguration.class,
            ThymeleafAutoConfiguration.class,
            WebSocketServletAutoConfiguration.class
        })
@ConfigurationPropertiesScan
@Import({
    SecurityConfig.class,
    DatabaseConfig.class,
    StorageConfig.class,
    RestConfig.class,
    MigrationConfig.class,
    LineageConfig.class,
    ReconcileConfig.class,
    RollbackConfig.class,
    ReverseDeltaConfig.class,
    ReadyNotice.class
})
class ChartliftServer {
    /** Starts the server and answers at once; the exit code is not 0 if it did not start. */
    static int serve(String... args) {
        try {
            start(args);
            return 0;
        } catch (RuntimeException reported) {
            StartRefusedException refused = StartRefusedException.among(reported);
            return refused == null ? 1 : refused.getExitCode();
        }
    }

    /**
     * Starts the server.
     *
     * @throws RuntimeException if it does not start; already reported on the console
     */
    static ConfigurableApplicationContext start(String... args) {
        SpringApplication application = new SpringApplication(ChartliftServer.class);
        application.addInitializers(new DataDirectoryInitializer());
        return application.run(args);
    }
}
