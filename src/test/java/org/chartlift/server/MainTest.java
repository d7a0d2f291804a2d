package org.chartlift.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @Test
    void startsTheServerWithoutArguments() {
        assertThat(Main.isServer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "--server.port=9090", "--chartlift.sources.roots=/data"})
    void startsTheServer(String first) {
        assertThat(Main.isServer(first, "--debug")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"convert", "mappings", "sample", "--help", "--version", "-h"})
    void runsACommand(String first) {
        assertThat(Main.isServer(first, "check")).isFalse();
    }
}
