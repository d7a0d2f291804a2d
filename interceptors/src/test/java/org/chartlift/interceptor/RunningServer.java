package org.chartlift.interceptor;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** A {@link PlainServer} that runs, and what a test asks it. */
final class RunningServer {
    private static @Nullable RunningServer shared;

    private final FhirContext fhir = FhirContext.forR4Cached();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;
    private final String base;
    private final JdbcTemplate jdbc;

    private RunningServer(ConfigurableApplicationContext context) {
        this.context = context;
        this.base = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/fhir";
        this.jdbc = context.getBean(JdbcTemplate.class);
    }

    /** The server, started by the first test class that asks and stopped with the JVM. Tests share it, so each makes resources of its own. */
    static synchronized RunningServer shared() {
        if (shared == null) {
            SpringApplication application = new SpringApplication(PlainServer.class);
            application.setAdditionalProfiles("plain-server");
            shared = new RunningServer(application.run());
        }
        return shared;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    IGenericClient client() {
        fhir.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        return fhir.newRestfulGenericClient(base);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/fhir+json");
        if (headers.length > 0) {
            request.setHeader(headers[0], headers[1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, IBaseResource body, String... headers)
            throws IOException, InterruptedException {
        return send(method, path, fhir.newJsonParser().encodeResourceToString(body), headers);
    }

    <R extends Resource> R parse(Class<R> type, HttpResponse<String> response) {
        return fhir.newJsonParser().parseResource(type, response.body());
    }

    OperationOutcome outcome(HttpResponse<String> response) {
        return parse(OperationOutcome.class, response);
    }

    boolean exists(String reference) throws IOException, InterruptedException {
        return send("GET", reference, "").statusCode() == 200;
    }

    long count(String type) {
        return jdbc.queryForObject(
                "select count(*) from hfj_resource where res_type = ? and res_deleted_at is null", Long.class, type);
    }

    /** From here on. */
    Since now() {
        return new Since(jdbc.queryForObject("select coalesce(max(res_id), 0) from hfj_resource", Long.class));
    }

    /** The evidence that was written since a moment. */
    final class Since {
        private final long pid;

        private Since(long pid) {
            this.pid = pid;
        }

        List<AuditEvent> auditEvents() {
            return read(AuditEvent.class);
        }

        List<Provenance> provenances() {
            return read(Provenance.class);
        }

        private <R extends Resource> List<R> read(Class<R> type) {
            return jdbc
                    .queryForList(
                            "select fhir_id from hfj_resource where res_type = ? and res_id > ? order by res_id",
                            String.class,
                            type.getSimpleName(),
                            pid)
                    .stream()
                    .map(id -> client().read().resource(type).withId(id).execute())
                    .toList();
        }
    }
}
