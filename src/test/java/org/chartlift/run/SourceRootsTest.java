package org.chartlift.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceRootsTest {
    @TempDir
    private Path folder;

    private Path root;
    private SourceRoots roots;

    @BeforeEach
    void makeFolders() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        Files.writeString(root.resolve("a.hl7"), "x");
        Files.writeString(folder.resolve("secret"), "x");
        roots = new SourceRoots(List.of(root));
    }

    @Test
    void findsFilesAndFoldersByAbsoluteAndByRelativePath() throws IOException {
        assertThat(roots.resolve("a.hl7")).contains(root.resolve("a.hl7").toRealPath());
        assertThat(roots.resolve(root.toString())).contains(root.toRealPath());
    }

    @Test
    void whatLiesOutsideIsAnsweredLikeWhatDoesNotExist() {
        assertThat(roots.resolve(folder.resolve("secret").toString())).isEmpty();
        assertThat(roots.resolve(folder.resolve("nothing").toString())).isEmpty();
        assertThat(roots.resolve("/")).isEmpty();
    }

    @Test
    void aLinkThatLeadsOutIsNotFollowed() throws IOException {
        Files.createSymbolicLink(root.resolve("link"), folder.resolve("secret"));

        assertThat(roots.resolve("link")).isEmpty();
    }

    @Test
    void stepsUpwardsAndBadPathsAreRefused() {
        assertThatThrownBy(() -> roots.resolve("../secret")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> roots.resolve("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFolderWhoseNameBeginsLikeARootIsOutside() throws IOException {
        Path sibling = Files.createDirectory(folder.resolve("root-2"));

        assertThat(roots.resolve(sibling.toString())).isEmpty();
    }
}
