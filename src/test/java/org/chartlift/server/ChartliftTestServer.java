package org.chartlift.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The whole server for integration tests: started once per JVM, on a free port and in a folder of its own, stopped and cleared away when the
 * JVM ends. Tests share it, so they must not count what others may have stored.
 */
public final class ChartliftTestServer {
    private static @Nullable ChartliftTestServer shared;

    private final ConfigurableApplicationContext context;
    private final Path sources;
    private final Path maps;
    private final HttpClient http = HttpClient.newHttpClient();

    private ChartliftTestServer() throws IOException {
        Path folder = Files.createTempDirectory("chartlift-it");
        sources = Files.createDirectory(folder.resolve("sources"));
        maps = Files.createDirectory(folder.resolve("maps"));
        SpringApplication.getShutdownHandlers().add(() -> FileUtils.deleteQuietly(folder.toFile()));
        context = ChartliftServer.start(
                "--server.port=0",
                "--chartlift.data-dir=" + folder.resolve("data"),
                "--chartlift.sources.roots=" + sources,
                "--chartlift.mappings=" + maps);
    }

    /** The server, started by whoever asks first. */
    public static synchronized ChartliftTestServer shared() {
        if (shared == null) {
            try {
                shared = new ChartliftTestServer();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared;
    }

    /** The folder below which {@code source.path} may lie. Make a folder of your own in it. */
    public Path sources() {
        return sources;
    }

    /** The folder of the site's maps, empty. Who puts an overlay there takes it away again. */
    public Path maps() {
        return maps;
    }

    /** {@code http://127.0.0.1:port}, without a slash. */
    public String root() {
        return "http://127.0.0.1:"
                + ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    /** The FHIR base URL, without a slash. */
    public String base() {
        return root() + RestConfig.BASE;
    }

    /** A new client of the FHIR interface. */
    public IGenericClient client() {
        FhirContext fhir = bean(FhirContext.class);
        fhir.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        fhir.getRestfulClientFactory().setSocketTimeout(120_000);
        return fhir.newRestfulGenericClient(base());
    }

    /** A bean of the server. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** The live resources of a type that runs of a source system wrote. */
    public <T extends Resource> List<T> written(Class<T> type, String sourceSystem) {
        return bean(JdbcTemplate.class)
                .queryForList(
                        """
                        select distinct w.resource_id from chartlift.write w join chartlift.run r on r.id = w.run
                        join chartlift.source_system s on s.id = r.source_system
                        join hfj_resource h on h.res_type = w.resource_type and h.fhir_id = w.resource_id and h.res_deleted_at is null
                        where s.uri = ? and w.resource_type = ?""",
                        String.class,
                        sourceSystem,
                        type.getSimpleName())
                .stream()
                .map(id -> client().read().resource(type).withId(id).execute())
                .toList();
    }

    /** Gets a path below {@link #root()} as it is. */
    public byte[] bytes(String path) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(root() + path)).build();
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Gets a path below {@link #root()} as text. */
    public HttpResponse<String> get(String path) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(root() + path)).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
