package org.chartlift.server;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** Says in one line that the server is ready and where. */
final class ReadyNotice implements ApplicationListener<ApplicationReadyEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(ReadyNotice.class);

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        if (event.getApplicationContext() instanceof WebServerApplicationContext web && web.getWebServer() != null) {
            String root = root(
                    event.getApplicationContext().getEnvironment(),
                    web.getWebServer().getPort());
            LOG.info(
                    "Chartlift is ready after {} s: FHIR {}{}  OpenAPI {}{}/swagger-ui/  health {}/actuator/health",
                    seconds(event.getTimeTaken()),
                    root,
                    RestConfig.BASE,
                    root,
                    RestConfig.BASE,
                    root);
        }
    }

    private static String root(Environment environment, int port) {
        return "http://" + environment.getProperty("server.address", "127.0.0.1") + ":" + port;
    }

    private static String seconds(Duration time) {
        return "%.1f".formatted(time.toMillis() / 1000.0);
    }
}
