package org.chartlift.server;

import java.nio.file.Path;
import org.chartlift.security.KeyFiles;
import org.chartlift.security.PayloadCipher;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keys and what uses them. */
@Configuration(proxyBeanMethods = false)
class SecurityConfig {
    /**
     * Where keys are.
     *
     * @param dir folder of the key files; default {@code keys} in the data folder
     */
    @ConfigurationProperties("chartlift.keys")
    record KeyProperties(@Nullable Path dir) {}

    @Bean
    KeyFiles keyFiles(KeyProperties properties, DataDirectory directory) {
        Path folder = properties.dir() == null ? directory.path().resolve("keys") : properties.dir();
        return KeyFiles.open(folder);
    }

    @Bean
    PayloadCipher payloadCipher(KeyFiles keys) {
        return new PayloadCipher(keys.payloadKeys());
    }
}
