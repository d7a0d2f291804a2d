package org.chartlift.server;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The server's own settings.
 *
 * @param dataDir folder for the embedded database, keys and work files
 * @param version of the software; set at build time
 */
@ConfigurationProperties(ChartliftProperties.PREFIX)
record ChartliftProperties(@DefaultValue("./chartlift-data") Path dataDir, @DefaultValue("unknown") String version) {
    static final String PREFIX = "chartlift";
}
