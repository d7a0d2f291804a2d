package org.chartlift.server;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the FHIR interface is. */
@Configuration(proxyBeanMethods = false)
class RestConfig {
    static final String BASE = "/fhir";

    /** A bean, so that interceptors of requests can be registered on it. */
    @Bean
    FhirServlet restfulServer(BeanFactory beans) {
        return new FhirServlet(beans);
    }

    @Bean
    ServletRegistrationBean<FhirServlet> fhirServlet(FhirServlet restfulServer) {
        ServletRegistrationBean<FhirServlet> servlet = new ServletRegistrationBean<>(restfulServer, BASE + "/*");
        servlet.setLoadOnStartup(1);
        servlet.setName("fhir");
        return servlet;
    }
}
