package org.chartlift.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.openapi.OpenApiInterceptor;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.interceptor.ResponseHighlighterInterceptor;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import org.chartlift.operation.OperationProvider;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The FHIR interface over HTTP. It asks for what it is made of only when the web server starts it, by when Spring has made all beans: made
 * from here, earlier, each of HAPI's thousand beans would cost a look at all the others.
 */
class FhirServlet extends RestfulServer {
    private static final long serialVersionUID = 1L;

    private final transient BeanFactory beans;

    FhirServlet(BeanFactory beans) {
        this.beans = beans;
    }

    @Override
    protected void initialize() {
        setFhirContext(beans.getBean(FhirContext.class));
        ChartliftProperties properties = beans.getBean(ChartliftProperties.class);
        setServerName("Chartlift");
        setServerVersion(properties.version());
        registerProviders(beans.getBean("myResourceProvidersR4", ResourceProviderFactory.class)
                .createProviders());
        registerProvider(beans.getBean(JpaSystemProvider.class));
        ObjectProvider<OperationProvider> operations = beans.getBeanProvider(OperationProvider.class);
        operations.orderedStream().forEach(this::registerProvider);
        setServerConformanceProvider(new Metadata(this, beans));
        setPagingProvider(beans.getBean(DatabaseBackedPagingProvider.class));
        setDefaultResponseEncoding(EncodingEnum.JSON);
        registerInterceptor(new ResponseHighlighterInterceptor());
        registerInterceptor(new OpenApiInterceptor().setBannerImage(null));
    }
}
