package org.chartlift.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.chartlift.reconcile.job.Thresholds;
import org.chartlift.reconcile.job.Thresholds.Layer;

/** The built-in thresholds, and over them those of the site's map folders, read each time. Safe for use by several threads. */
final class ThresholdFiles implements Supplier<Thresholds> {
    private static final String BUILT_IN = "mappings/base/hl7v2/reconcile/thresholds.yaml";
    private static final Path NAME = Path.of("reconcile", "thresholds.yaml");

    private final List<Path> folders;

    /** @param folders of the site, later ones weigh more */
    ThresholdFiles(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** @throws org.chartlift.reconcile.job.ThresholdsUnusableException with all faults of the files */
    @Override
    public Thresholds get() {
        List<Layer> layers = new ArrayList<>();
        try (InputStream in = ThresholdFiles.class.getClassLoader().getResourceAsStream(BUILT_IN)) {
            if (in == null) {
                throw new IllegalStateException("the class path has no " + BUILT_IN);
            }
            layers.add(new Layer(BUILT_IN, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
            for (Path folder : folders) {
                layers.addAll(below(folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the thresholds cannot be read", e);
        }
        return Thresholds.of(layers);
    }

    private static List<Layer> below(Path folder) throws IOException {
        List<Layer> layers = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return layers;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path p : walk.filter(f -> f.endsWith(NAME)).sorted().toList()) {
                layers.add(new Layer(folder.relativize(p).toString(), Files.readString(p)));
            }
        }
        return layers;
    }
}
