package org.chartlift.interceptor;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.context.ParserOptions;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.rest.server.RestfulServer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactory;

/** The server that the plugin finds itself in: what must hold there for the guards to hold, and what has to be set. */
final class HostServer {
    private final BeanFactory beans;

    HostServer(BeanFactory beans) {
        this.beans = beans;
    }

    /**
     * Makes the server fit, or stops its start.
     *
     * @throws IllegalStateException if it is no R4 server, or if it could rewrite history past every hook
     */
    void prepare() {
        FhirContext context = beans.getBean(FhirContext.class);
        if (context.getVersion().getVersion() != FhirVersionEnum.R4) {
            throw new IllegalStateException("chartlift-interceptors guard FHIR R4 servers, and this one is "
                    + context.getVersion().getVersion());
        }
        if (beans.getBean(JpaStorageSettings.class).isUpdateWithHistoryRewriteEnabled()) {
            throw new IllegalStateException("update_with_history_rewrite must be off: HAPI calls no hook when an old"
                    + " version is rewritten, so that AuditEvent and Provenance could be changed");
        }
        keepVersions(context.getParserOptions());
    }

    /** Those that are beans; a server may keep its RestfulServer to itself. */
    Stream<RestfulServer> restfulServers() {
        return beans.getBeanProvider(RestfulServer.class).stream();
    }

    private static void keepVersions(ParserOptions options) {
        Set<String> paths = new HashSet<>(options.getDontStripVersionsFromReferencesAtPaths());
        paths.addAll(List.of(Evidence.VERSIONED_PATHS));
        options.setDontStripVersionsFromReferencesAtPaths(paths);
    }
}
