package org.chartlift.server;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the FHIR interface is. */
@Configuration(proxyBeanMethods = false)
class RestConfig {
    static final String BASE = "/fhir";

    @Bean
    ServletRegistrationBean<FhirServlet> fhirServlet(BeanFactory beans) {
        ServletRegistrationBean<FhirServlet> servlet =
                new ServletRegistrationBean<>(new FhirServlet(beans), BASE + "/*");
        servlet.setLoadOnStartup(1);
        servlet.setName("fhir");
        return servlet;
    }
}
