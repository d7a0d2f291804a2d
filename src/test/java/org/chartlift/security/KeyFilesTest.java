package org.chartlift.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void nameFolder() {
        folder = temporary.resolve("data/keys");
    }

    @Test
    void makesKeysOnFirstUseAndKeepsThem() {
        KeyFiles first = KeyFiles.open(folder);
        byte[] key = first.projectKey();
        byte[] sealed = new PayloadCipher(first.payloadKeys()).seal(new byte[] {7}, "here");

        KeyFiles again = KeyFiles.open(folder);
        assertThat(key).hasSize(32);
        assertThat(again.projectKey()).isEqualTo(key);
        assertThat(new PayloadCipher(again.payloadKeys()).open(sealed, "here")).containsExactly(7);
        assertThat(KeyFiles.open(temporary.resolve("other")).projectKey()).isNotEqualTo(key);
    }

    @Test
    void onlyTheOwnerMayReadThem() throws IOException {
        KeyFiles.open(folder).projectKey();

        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("project.key"))).isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("project.key"));
        }
    }

    @Test
    void refusesAKeyThatOthersCanRead() throws IOException {
        KeyFiles keys = KeyFiles.open(folder);
        keys.projectKey();
        setMode(folder.resolve("project.key"), "rw-r-----");

        assertThatThrownBy(keys::projectKey)
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void refusesAFolderThatOthersCanEnter() throws IOException {
        Files.createDirectories(folder);
        setMode(folder, "rwxr-xr-x");

        assertThatThrownBy(() -> KeyFiles.open(folder))
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageContaining("chmod 700");
    }

    @Test
    void saysWhichKeyLineIsWrongWithoutShowingIt() throws IOException {
        KeyFiles keys = KeyFiles.open(folder);
        keys.payloadKeys();
        Files.writeString(folder.resolve("payload.keys"), "# rotated\n00000001 5ec4e7\n");

        assertThatThrownBy(keys::payloadKeys)
                .isInstanceOf(KeysUnusableException.class)
                .hasMessageContaining("payload.keys:2")
                .hasMessageNotContaining("5ec4e7");
    }

    @Test
    void ofManyMakersAtOnceOneWins() {
        KeyFiles keys = KeyFiles.open(folder);
        Set<String> seen = ConcurrentHashMap.newKeySet();

        IntStream.range(0, 64).parallel().forEach(i -> seen.add(keys.secret("database.password")));

        assertThat(seen).hasSize(1);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void setMode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
