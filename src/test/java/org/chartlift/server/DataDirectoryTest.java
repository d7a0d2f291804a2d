package org.chartlift.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path temporary;

    @Test
    void belongsToOneServerAtATime() throws IOException {
        Path folder = temporary.resolve("data");
        DataDirectory first = DataDirectory.open(folder);

        assertThatThrownBy(() -> DataDirectory.open(folder))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("another server is using the data folder " + folder);
        first.close();
        try (DataDirectory next = DataDirectory.open(folder)) {
            assertThat(next.path()).isEqualTo(folder);
        }
    }

    @Test
    void saysWhyAFolderCannotBeMade() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.open(file.resolve("data")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("cannot be used");
    }
}
