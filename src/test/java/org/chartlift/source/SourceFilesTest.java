package org.chartlift.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chartlift.record.ContentHash;
import org.chartlift.source.hl7v2.Hl7v2Reader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesTest {
    private static final String MESSAGE = "MSH|^~\\&|A\r";

    @TempDir
    Path folder;

    private final SourceReader reader = new Hl7v2Reader(event -> null);
    private final SourceFiles files = new SourceFiles(List.of(reader));
    private final List<String> seen = new ArrayList<>();

    private final SourceFiles.Visitor visitor = new SourceFiles.Visitor() {
        @Override
        public void file(SourceFile file, SourceReader accepting) {
            seen.add(file.name());
            assertThat(accepting).isSameAs(reader);
        }

        @Override
        public void excluded(SourceFile file, String reason) {
            seen.add(file.name() + ": " + reason);
        }
    };

    @Test
    void visitsFilesInTheOrderOfTheirNamesAndSaysWhatItLeavesOut() throws IOException {
        write("root/b/2.hl7", MESSAGE);
        write("root/b/10.hl7", MESSAGE);
        write("root/a.txt", "hello");
        write("root/c.hl7", MESSAGE);
        write("root/empty.hl7", "");
        write("root/.hidden/x.hl7", MESSAGE);
        write("outside/secret.hl7", MESSAGE);
        Files.createSymbolicLink(folder.resolve("root/link.hl7"), folder.resolve("outside/secret.hl7"));
        Files.createSymbolicLink(folder.resolve("root/linked"), folder.resolve("outside"));

        files.walk(folder.resolve("root"), visitor);

        assertThat(seen)
                .containsExactly(
                        ".hidden: hidden",
                        "a.txt: content of no known format",
                        "b/10.hl7",
                        "b/2.hl7",
                        "c.hl7",
                        "empty.hl7: empty",
                        "link.hl7: a symbolic link",
                        "linked: a symbolic link");
    }

    @Test
    void visitsASingleFile() throws IOException {
        write("one.hl7", MESSAGE);

        files.walk(folder.resolve("one.hl7"), visitor);

        assertThat(seen).containsExactly("one.hl7");
        assertThat(SourceFiles.file(folder.resolve("one.hl7"), "one.hl7").path())
                .isEqualTo(folder.toRealPath().resolve("one.hl7"));
    }

    @Test
    void findsAFileByItsNameButNotOutsideOfTheRoot() throws IOException {
        write("root/b/2.hl7", MESSAGE);

        assertThat(SourceFiles.file(folder.resolve("root"), "b/2.hl7").path()).exists();
        assertThatThrownBy(() -> SourceFiles.file(folder.resolve("root"), "../x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsARecordAgainAndNoticesThatItChanged() throws IOException {
        write("r.hl7", "xx" + MESSAGE);
        SourceFile file = new SourceFile(folder.resolve("r.hl7"), "r.hl7");
        byte[] record = MESSAGE.trim().getBytes(StandardCharsets.UTF_8);
        RecordHeader header = new RecordHeader(
                "r.hl7", 1, 2, record.length, ContentHash.of(record), "hl7v2", "", "", List.of(), "", List.of());

        assertThat(SourceFiles.bytes(file, header)).isEqualTo(record);
        write("r.hl7", "xx" + MESSAGE.replace('A', 'B'));
        assertThatThrownBy(() -> SourceFiles.bytes(file, header))
                .isInstanceOf(SourceChangedException.class)
                .hasMessageContaining("r.hl7#1");
        write("r.hl7", "x");
        assertThatThrownBy(() -> SourceFiles.bytes(file, header)).isInstanceOf(SourceChangedException.class);
        Files.delete(folder.resolve("r.hl7"));
        assertThatThrownBy(() -> SourceFiles.bytes(file, header)).isInstanceOf(SourceChangedException.class);
    }

    private void write(String name, String content) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
