package org.chartlift.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedPostgresIT {
    private static final String PASSWORD = "correct-horse";

    @TempDir
    private static Path folder;

    private EmbeddedPostgres postgres;

    @BeforeEach
    void startPostgres() {
        postgres = EmbeddedPostgres.start(folder, PASSWORD);
    }

    @AfterEach
    void stopPostgres() throws IOException {
        postgres.close();
    }

    @Test
    void keepsItsDataAndItsPort() throws IOException, SQLException {
        execute("create table kept as select 42 as answer");
        String url = postgres.url();

        postgres.close();
        postgres = EmbeddedPostgres.start(folder, PASSWORD);

        assertThat(postgres.url()).isEqualTo(url);
        assertThat(query("select answer from kept")).isEqualTo("42");
    }

    @Test
    void oneLeftRunningByAKilledServerIsStoppedFirst() throws IOException, SQLException {
        execute("create table before_the_kill as select 42 as answer");
        long orphan = Long.parseLong(
                Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0));

        postgres = EmbeddedPostgres.start(folder, PASSWORD);

        assertThat(ProcessHandle.of(orphan).filter(OrphanedPostgres::isRunning)).isEmpty();
        assertThat(query("select answer from before_the_kill")).isEqualTo("42");
    }

    @Test
    void aProcessIdThatByNowNamesAnotherProgramIsNotTouched() throws IOException, SQLException {
        postgres.close();
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(
                    folder.resolve("postgres/postmaster.pid"), other.pid() + "\n" + folder.resolve("postgres") + "\n");

            postgres = EmbeddedPostgres.start(folder, PASSWORD);

            assertThat(other.isAlive()).isTrue();
            assertThat(query("select 1")).isEqualTo("1");
        } finally {
            other.destroy();
        }
    }

    @Test
    void asksForThePassword() {
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.url(), EmbeddedPostgres.USER, "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @ParameterizedTest
    @CsvSource({"fsync,on", "synchronous_commit,on", "data_checksums,on", "listen_addresses,127.0.0.1"})
    void isSetForKeepingData(String setting, String expected) throws SQLException {
        assertThat(query("show " + setting)).isEqualTo(expected);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.url(), EmbeddedPostgres.USER, PASSWORD);
    }
}
