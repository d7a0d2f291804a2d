package org.chartlift.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.openapi.OpenApiInterceptor;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.interceptor.ResponseHighlighterInterceptor;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.util.List;
import org.chartlift.operation.OperationProvider;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The FHIR interface over HTTP. */
@Configuration(proxyBeanMethods = false)
class RestConfig {
    static final String BASE = "/fhir";

    @Bean
    RestfulServer restfulServer(
            FhirContext fhir,
            @Qualifier("myResourceProvidersR4") ResourceProviderFactory resources,
            JpaSystemProvider<Bundle, Meta> system,
            DatabaseBackedPagingProvider paging,
            List<OperationProvider> operations) {
        RestfulServer server = new RestfulServer(fhir);
        server.registerProviders(resources.createProviders());
        server.registerProvider(system);
        operations.forEach(server::registerProvider);
        server.setPagingProvider(paging);
        server.setDefaultResponseEncoding(EncodingEnum.JSON);
        server.registerInterceptor(new ResponseHighlighterInterceptor());
        server.registerInterceptor(new OpenApiInterceptor());
        return server;
    }

    @Bean
    JpaCapabilityStatementProvider capabilityStatementProvider(
            RestfulServer server,
            IFhirSystemDao<Bundle, Meta> system,
            JpaStorageSettings settings,
            ISearchParamRegistry searchParameters,
            IValidationSupport validation,
            ChartliftProperties properties) {
        JpaCapabilityStatementProvider provider =
                new JpaCapabilityStatementProvider(server, system, settings, searchParameters, validation);
        provider.setImplementationDescription(
                "Chartlift moves patient records into this server and accounts for every record and field");
        server.setServerConformanceProvider(provider);
        server.setServerName("Chartlift");
        server.setServerVersion(properties.version());
        return provider;
    }

    /** Takes the CapabilityStatement provider only so that it is set before the servlet starts. */
    @Bean
    ServletRegistrationBean<RestfulServer> fhirServlet(RestfulServer server, JpaCapabilityStatementProvider metadata) {
        ServletRegistrationBean<RestfulServer> servlet = new ServletRegistrationBean<>(server, BASE + "/*");
        servlet.setLoadOnStartup(1);
        servlet.setName("fhir");
        return servlet;
    }
}
