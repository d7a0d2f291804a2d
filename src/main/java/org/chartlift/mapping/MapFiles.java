package org.chartlift.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Reads the files of a map set: name below the set's root to text. */
final class MapFiles {
    private static final String ROOT = "mappings/";
    private static final String ANCHOR = ROOT + "README.md";

    private MapFiles() {}

    /** The built-in set, from the class path; works from folders, jars and jars within jars. */
    static Map<String, String> builtIn() {
        URL anchor = MapFiles.class.getClassLoader().getResource(ANCHOR);
        if (anchor == null) {
            throw new IllegalStateException("the class path has no " + ANCHOR);
        }
        try {
            if (anchor.getProtocol().equals("file")) {
                return folder(Path.of(new URI(anchor.toString())).getParent());
            }
            Map<String, String> packed = MapPack.texts();
            return packed == null ? jar(anchor) : packed;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the built-in maps", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot read the built-in maps", e);
        }
    }

    private static Map<String, String> jar(URL anchor) throws IOException {
        Map<String, String> files = new TreeMap<>();
        JarURLConnection connection = (JarURLConnection) anchor.openConnection();
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            String prefix = connection
                    .getEntryName()
                    .substring(0, connection.getEntryName().length() - "README.md".length());
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().startsWith(prefix)
                        && isMapFile(entry.getName().substring(prefix.length()))) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        files.put(
                                entry.getName().substring(prefix.length()),
                                new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
        }
        return files;
    }

    /** Every map file below a folder. */
    static Map<String, String> folder(Path folder) {
        Map<String, String> files = new TreeMap<>();
        try {
            read(folder.toRealPath(), files);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the maps in " + folder, e);
        }
        return files;
    }

    private static void read(Path root, Map<String, String> files) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path p : walk.filter(Files::isRegularFile).sorted().toList()) {
                String name = root.relativize(p).toString().replace('\\', '/');
                if (isMapFile(name)) {
                    files.put(name, Files.readString(p));
                }
            }
        }
    }

    /** A stamp that changes when a map file below the folder changes, appears or goes. */
    static long stamp(Path root) {
        long stamp = 17;
        try (Stream<Path> walk = Files.walk(root.toRealPath())) {
            Path real = root.toRealPath();
            for (Path p : walk.filter(Files::isRegularFile).sorted().toList()) {
                if (isMapFile(real.relativize(p).toString().replace('\\', '/'))) {
                    stamp = stamp * 31 + p.toString().hashCode();
                    stamp = stamp * 31 + Files.getLastModifiedTime(p).toMillis();
                    stamp = stamp * 31 + Files.size(p);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the maps in " + root, e);
        }
        return stamp;
    }

    /** @param name below the set's root; what lies in {@code reconcile/} belongs to the witness and not to the maps */
    private static boolean isMapFile(String name) {
        boolean witness = ("/" + name).contains("/reconcile/");
        return !witness
                && (name.endsWith(".yaml")
                        || name.endsWith(".yml")
                        || (name.endsWith(".json") && name.contains("vocab/")));
    }
}
