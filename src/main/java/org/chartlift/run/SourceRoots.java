package org.chartlift.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The folders that sources may lie in. A path is resolved to what it really is, links and all, before it is compared, and whether something
 * outside exists is never told. Immutable.
 */
public final class SourceRoots {
    private final List<Path> roots;

    public SourceRoots(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /**
     * What is at this path, absolute or below one of the roots; empty if it does not exist or lies outside of all roots.
     *
     * @throws IllegalArgumentException if the path is malformed or steps upwards
     */
    public Optional<Path> resolve(String path) {
        Path asked = parse(path);
        for (Path root : roots) {
            Optional<Path> found = below(root, root.resolve(asked));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Path parse(String path) {
        try {
            Path asked = Path.of(path);
            for (Path step : asked) {
                if ("..".equals(step.toString())) {
                    throw new IllegalArgumentException("a source path must not step upwards");
                }
            }
            return asked;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path", e);
        }
    }

    private static Optional<Path> below(Path root, Path candidate) {
        try {
            Path real = candidate.toRealPath();
            boolean readable = Files.isReadable(real) && (Files.isDirectory(real) || Files.isRegularFile(real));
            return real.startsWith(root.toRealPath()) && readable ? Optional.of(real) : Optional.empty();
        } catch (IOException e) {
            // it does not exist, or is out of reach: the same answer as for what lies outside
            return Optional.empty();
        }
    }
}
