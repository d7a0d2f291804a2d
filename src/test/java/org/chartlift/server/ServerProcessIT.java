package org.chartlift.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.chartlift.security.KeyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessIT {
    @TempDir
    private Path folder;

    @Test
    void whatWasAnsweredSurvivesAKillAndTheNextStartTakesOver() throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        ServerProcess killed = new ServerProcess(data, folder.resolve("first.log"));
        String patient = killed.base() + "/Patient/kept";
        assertThat(ServerProcess.put(patient, "{\"resourceType\":\"Patient\",\"id\":\"kept\",\"active\":true}")
                        .statusCode())
                .isEqualTo(201);
        killed.kill();
        assertThat(OrphanedPostgres.isRunning(postmaster(data)))
                .as("PostgreSQL outlives the kill")
                .isTrue();

        ServerProcess next = new ServerProcess(data, folder.resolve("second.log"));
        assertThat(ServerProcess.get(next.base() + "/Patient/kept").statusCode())
                .isEqualTo(200);
        ProcessHandle postgres = postmaster(data);
        next.terminate();

        assertThat(OrphanedPostgres.isRunning(postgres))
                .as("PostgreSQL ends with its server")
                .isFalse();
        assertThat(next.output()).doesNotContain("ERROR", "Exception");
    }

    private static ProcessHandle postmaster(Path data) throws IOException {
        String pid = Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    @Test
    void aSecondServerOnTheSameFolderIsRefusedInOneLine() throws IOException, InterruptedException {
        try (DataDirectory held = DataDirectory.open(folder.resolve("data"));
                ServerProcess second = new ServerProcess(held.path(), folder.resolve("log"))) {
            assertThat(second.exitCode()).isEqualTo(StartRefusedException.EXIT_CODE);
            assertThat(second.output().strip().lines())
                    .containsExactly("Chartlift does not start: another server is using the data folder " + held.path()
                            + "; stop it, or choose another folder with --chartlift.data-dir");
        }
    }

    @Test
    void keysThatOthersCanReadAreRefused() throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        KeyFiles.open(data.resolve("keys")).secret("database.password");
        Files.setPosixFilePermissions(
                data.resolve("keys/database.password"), PosixFilePermissions.fromString("rw-r--r--"));

        try (ServerProcess refused = new ServerProcess(data, folder.resolve("log"))) {
            assertThat(refused.exitCode()).isEqualTo(StartRefusedException.EXIT_CODE);
            assertThat(refused.output()).contains("open to other users", "chmod 600");
            assertThat(data.resolve("postgres")).doesNotExist();
        }
    }
}
