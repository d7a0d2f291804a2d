package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chartlift.mapping.rule.Faults;
import org.chartlift.mapping.rule.PackedYaml;
import org.chartlift.mapping.rule.YamlNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapPackTest {
    @TempDir
    private Path work;

    @Test
    void thePackSaysWhatTheFilesSayAndWhere() throws IOException {
        Map<String, String> files = MapFiles.builtIn();
        Path folder = work.resolve("maps");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.createDirectories(folder.resolve(file.getKey()).getParent());
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }

        MapPack.main(
                folder.toString(),
                work.resolve("pack").toString(),
                work.resolve("texts").toString());

        Map<String, PackedYaml.File> packed = PackedYaml.read(Files.readAllBytes(work.resolve("pack")));
        assertThat(packed).hasSizeGreaterThan(50);
        files.forEach((name, text) -> {
            if (name.endsWith(".yaml")) {
                assertThat(described(packed.get(name).documents()))
                        .as(name)
                        .isEqualTo(described(YamlNode.read(name, text, new Faults())));
            }
        });
    }

    @Test
    void theTextsAreThoseOfTheFiles() throws IOException {
        assertThat(MapPack.texts()).isEqualTo(MapFiles.builtIn());
    }

    @Test
    void aFileThatWasChangedIsNotTakenFromThePack() {
        Map.Entry<String, String> file = MapFiles.builtIn().entrySet().stream()
                .filter(f -> f.getKey().endsWith(".yaml"))
                .findFirst()
                .orElseThrow();

        assertThat(MapPack.documents(file.getKey(), file.getValue())).isNotNull();
        assertThat(MapPack.documents(file.getKey(), file.getValue() + "\n# changed"))
                .isNull();
        assertThat(MapPack.documents("site/other.yaml", file.getValue())).isNull();
    }

    private static List<String> described(List<YamlNode> nodes) {
        List<String> all = new ArrayList<>();
        nodes.forEach(n -> describe(n, all));
        return all;
    }

    private static void describe(YamlNode node, List<String> all) {
        all.add(node.file() + ":" + node.line() + " " + node.isMap() + node.isList() + node.isTrue() + " "
                + node.toObject());
        node.fields().values().forEach(v -> describe(v, all));
        if (node.isList()) {
            node.items().forEach(i -> describe(i, all));
        }
    }
}
