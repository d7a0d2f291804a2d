package org.chartlift.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.chartlift.server.ChartliftTestServer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What waits in quarantine for want of a map loads when an analyst has written one, without a restart. */
class OverlayRetryIT {
    private static final String SYSTEM = "urn:it:overlay";
    private static final String OVERLAY =
            """
            message: SITE_Z99
            for: ["QRY^Z99"]
            grammar: >
              MSH [EVN] PID
            """;

    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Migration migration = new Migration(server.base());
    private final JdbcTemplate jdbc = server.bean(JdbcTemplate.class);

    @Test
    void aRecordWithoutAMapWaitsAndLoadsOnRetryOnceAnOverlayTakesIt() throws IOException {
        Migration.Answer first = migration.call(Migration.content(
                SYSTEM, Hl7.admit("1", "Zimmer", "20240301080000+0000"), Hl7.unknown("2", "20240301090000+0000")));
        assertThat(first.counts()).isEqualTo(Map.of("read", 2, "created", 1, "quarantined", 1));
        assertThat(states()).isEqualTo("open");

        Path overlay = Files.writeString(server.maps().resolve("z99.yaml"), OVERLAY);
        try {
            Migration.Answer retry = migration.call(Migration.mode(Migration.of(SYSTEM), "retry"));

            assertThat(retry.counts()).isEqualTo(Map.of("read", 1, "created", 1));
            assertThat(retry.parameters().getParameter("mapDigest").getValue().primitiveValue())
                    .isNotEqualTo(first.parameters()
                            .getParameter("mapDigest")
                            .getValue()
                            .primitiveValue());
            assertThat(states()).isEqualTo("resolved");
        } finally {
            Files.delete(overlay);
        }
        assertThat(migration.call(Migration.mode(Migration.of(SYSTEM), "retry")).counts())
                .as("nothing waits any more")
                .isEmpty();
    }

    private String states() {
        return String.join(
                ",",
                jdbc.queryForList(
                        "select q.state from chartlift.quarantine q join chartlift.source_system s on s.id = q.source_system where s.uri = ?",
                        String.class,
                        SYSTEM));
    }
}
