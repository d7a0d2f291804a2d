package org.chartlift.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
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
        server.registerInterceptor(new OpenApiInterceptor().setBannerImage(null));
        return server;
    }

    @Bean
    Metadata metadata(
            RestfulServer server,
            IFhirSystemDao<Bundle, Meta> system,
            DaoRegistry storage,
            JpaStorageSettings settings,
            ISearchParamRegistry searchParameters,
            IValidationSupport validation,
            ChartliftProperties properties) {
        Metadata metadata = new Metadata(server, system, storage, settings, searchParameters, validation);
        server.setServerConformanceProvider(metadata);
        server.setServerName("Chartlift");
        server.setServerVersion(properties.version());
        return metadata;
    }

    /** Takes the metadata only so that they are set before the servlet starts. */
    @Bean
    ServletRegistrationBean<RestfulServer> fhirServlet(RestfulServer server, Metadata metadata) {
        ServletRegistrationBean<RestfulServer> servlet = new ServletRegistrationBean<>(server, BASE + "/*");
        servlet.setLoadOnStartup(1);
        servlet.setName("fhir");
        return servlet;
    }
}
