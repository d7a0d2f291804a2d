package org.chartlift.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A PostgreSQL server of our own, on loopback, with its cluster below the data folder. Whoever makes one must hold the data folder's lock.
 * It is stopped by {@link #close()}; one left behind by a killed process is stopped before this one starts, so that never two run on a
 * cluster. See RATIONALE.md for why this is not zonky's class of the same name.
 */
final class EmbeddedPostgres implements AutoCloseable {
    static final String USER = "chartlift";
    private static final String DATABASE = "chartlift";
    private static final String SETTINGS = String.join(
            " ",
            "-c listen_addresses=127.0.0.1",
            "-c unix_socket_directories=",
            "-c max_connections=100",
            "-c shared_buffers=256MB",
            "-c max_wal_size=2GB",
            "-c fsync=on",
            "-c synchronous_commit=on",
            "-c timezone=UTC",
            "-c log_timezone=UTC",
            // Statements and error details hold values of patients; the log must not.
            "-c log_min_error_statement=panic",
            "-c log_error_verbosity=terse");

    private final Path cluster;
    private final Path serverLog;
    private final String password;
    private final PostgresCommands commands;
    private final int port;

    private EmbeddedPostgres(Path folder, String password) throws IOException {
        this.cluster = folder.resolve("postgres");
        this.serverLog = folder.resolve("postgres.log");
        this.password = password;
        Path installation = PostgresBinaries.unpack(folder.resolve("postgres-bin"));
        this.commands = new PostgresCommands(installation, folder.resolve("postgres-commands.log"));
        new OrphanedPostgres(cluster, commands).stop();
        if (!Files.exists(cluster.resolve("PG_VERSION"))) {
            createCluster(folder);
        }
        this.port = choosePort(folder.resolve("postgres.port"));
    }

    /**
     * Starts PostgreSQL, making the cluster on first use.
     *
     * @param folder the data folder
     * @param password of {@link #USER}; the same each time
     */
    static EmbeddedPostgres start(Path folder, String password) {
        try {
            EmbeddedPostgres postgres = new EmbeddedPostgres(folder, password);
            postgres.start();
            return postgres;
        } catch (IOException | SQLException e) {
            throw new StartRefusedException(
                    "the embedded PostgreSQL in " + folder + " cannot run: " + e.getMessage() + "; "
                            + DatabaseConfig.EXTERNAL_HINT,
                    e);
        }
    }

    /** URL of the database; log in as {@link #USER}. */
    String url() {
        return url(DATABASE);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database
                + "?ApplicationName=chartlift&logServerErrorDetail=false";
    }

    private void createCluster(Path folder) throws IOException {
        Path passwordFile = Files.createTempFile(folder, "initdb", ".tmp");
        try {
            Files.writeString(passwordFile, password);
            commands.run(
                    "initdb",
                    List.of(
                            "-D",
                            cluster.toString(),
                            "-U",
                            USER,
                            "--auth=scram-sha-256",
                            "--pwfile=" + passwordFile,
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--data-checksums"));
        } finally {
            Files.delete(passwordFile);
        }
    }

    /** The port of last time where it is free, so that what a person noted down stays true. */
    private static int choosePort(Path file) throws IOException {
        if (Files.exists(file)) {
            int last = Integer.parseInt(Files.readString(file).strip());
            if (isFree(last)) {
                return last;
            }
        }
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(file, Integer.toString(any.getLocalPort()));
            return any.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private void start() throws IOException, SQLException {
        commands.run(
                "pg_ctl",
                List.of(
                        "-D",
                        cluster.toString(),
                        "-l",
                        serverLog.toString(),
                        "-w",
                        "-t",
                        "120",
                        "-o",
                        "-p " + port + " " + SETTINGS,
                        "start"));
        try (Connection connection = DriverManager.getConnection(url("postgres"), USER, password);
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
            if (!found.next()) {
                statement.execute("create database " + DATABASE);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (!commands.succeeds("pg_ctl", List.of("-D", cluster.toString(), "-m", "fast", "-w", "-t", "60", "stop"))) {
            throw new IOException("PostgreSQL in " + cluster + " did not stop; see " + serverLog);
        }
    }
}
