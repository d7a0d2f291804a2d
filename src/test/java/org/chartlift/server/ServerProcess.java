package org.chartlift.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.chartlift.security.KeyFiles;
import org.postgresql.ds.PGSimpleDataSource;

/** A server in a process of its own: the packed jar where the build has made it, else the classes. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready after .* FHIR (http://\\S+)");

    private final Process process;
    private final Path log;

    public ServerProcess(Path dataDir, Path log, String... more) throws IOException {
        this.log = log;
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("--server.port=0", "--chartlift.data-dir=" + dataDir));
        command.addAll(List.of(more));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static List<String> java() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-Xmx1g", "-XX:TieredStopAtLevel=1"));
        String jar = System.getProperty("chartlift.jar", "");
        if (!jar.isEmpty() && Files.exists(Path.of(jar))) {
            command.addAll(List.of("-jar", jar));
        } else {
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        }
        return command;
    }

    /** Waits until it is ready and answers the FHIR base URL. */
    public String base() {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .until(
                        () -> {
                            if (!process.isAlive()) {
                                throw new AssertionError("the server ended:\n" + output());
                            }
                            Matcher ready = READY.matcher(output());
                            return ready.find() ? ready.group(1) : "";
                        },
                        url -> !url.isEmpty());
    }

    /** The database below the data folder of a server that is up, or was killed. */
    public static DataSource database(Path dataDir) throws IOException {
        PGSimpleDataSource database = new PGSimpleDataSource();
        String port = Files.readAllLines(dataDir.resolve("postgres/postmaster.pid"))
                .get(3)
                .strip();
        database.setUrl("jdbc:postgresql://127.0.0.1:" + port + "/chartlift?currentSchema=public");
        database.setUser(EmbeddedPostgres.USER);
        database.setPassword(KeyFiles.open(dataDir.resolve("keys")).secret("database.password"));
        return database;
    }

    public String output() throws IOException {
        return Files.readString(log);
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Asks it to end, and answers the exit code. */
    public int terminate() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            throw new AssertionError("the server does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        terminate();
    }

    static HttpResponse<String> put(String url, String json) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Content-Type", "application/fhir+json")
                                .PUT(HttpRequest.BodyPublishers.ofString(json))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
