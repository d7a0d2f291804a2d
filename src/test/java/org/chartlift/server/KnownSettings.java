package org.chartlift.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Every setting that exists: those of Spring's metadata on the class path, and the components of our own property records. */
final class KnownSettings {
    private static final List<String> METADATA = List.of(
            "META-INF/spring-configuration-metadata.json", "META-INF/additional-spring-configuration-metadata.json");
    private final Set<String> properties = new HashSet<>();
    private final Set<String> variables = new HashSet<>();

    static KnownSettings ofClassPath() {
        KnownSettings known = new KnownSettings();
        try {
            known.addSpring();
            known.addOurs();
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        return known;
    }

    boolean hasProperty(String name) {
        return properties.contains(name);
    }

    /** By Spring's rule for the environment: upper case, dots to underscores, dashes left out. */
    boolean hasVariable(String name) {
        return variables.contains(name);
    }

    private void add(String property) {
        properties.add(property);
        variables.add(property.replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT));
    }

    private void addSpring() throws IOException {
        ClassLoader loader = getClass().getClassLoader();
        ObjectMapper json = new ObjectMapper();
        for (String file : METADATA) {
            for (URL url : Collections.list(loader.getResources(file))) {
                read(json, url)
                        .path("properties")
                        .forEach(p -> add(p.path("name").asText()));
            }
        }
    }

    private static JsonNode read(ObjectMapper json, URL url) {
        try {
            return json.readTree(url);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addOurs() throws ClassNotFoundException {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        for (BeanDefinition found : scanner.findCandidateComponents("org.chartlift")) {
            Class<?> type = Class.forName(found.getBeanClassName());
            addRecord(type.getAnnotation(ConfigurationProperties.class).value(), type);
        }
    }

    private void addRecord(String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            add(name);
            if (component.getType().isRecord()) {
                addRecord(name, component.getType());
            }
        }
    }
}
