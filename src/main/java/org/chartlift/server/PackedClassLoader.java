package org.chartlift.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads classes from the libraries packed in the executable jar by an index of their folders. Spring Boot's own loader asks one library
 * after the other, which was half of the server's start. A command needs few libraries: those are indexed first, all others when something
 * is not in the first. Measured in docs/operations.md.
 */
final class PackedClassLoader extends URLClassLoader {
    private static final String VERSIONS = "META-INF/versions/";

    static {
        registerAsParallelCapable();
    }

    private record Library(URL url, JarFile file, CodeSource source) {}

    private final Map<String, List<Library>> byFolder = new ConcurrentHashMap<>(8192);

    private final Queue<URL> others = new ArrayDeque<>();
    private volatile boolean complete;

    private PackedClassLoader(URL[] libraries, ClassLoader parent, Predicate<String> first) {
        super(libraries, parent);
        for (URL library : libraries) {
            if (first.test(library.getPath())) {
                index(library);
            } else {
                others.add(library);
            }
        }
        complete = others.isEmpty();
    }

    /**
     * The indexed form of the packed jar's loader; any other loader as it is.
     *
     * @param first which libraries, by their URL's path, to index at once
     */
    static ClassLoader over(ClassLoader loader, Predicate<String> first) {
        return loader instanceof URLClassLoader packed
                        && loader.getClass().getName().endsWith(".LaunchedClassLoader")
                ? new PackedClassLoader(packed.getURLs(), packed.getParent(), first)
                : loader;
    }

    private synchronized void complete() {
        while (!others.isEmpty()) {
            index(others.remove());
        }
        complete = true;
    }

    private void index(URL url) {
        try {
            JarFile file = ((JarURLConnection) url.openConnection()).getJarFile();
            Library library = new Library(url, file, new CodeSource(url, (CodeSigner[]) null));
            String last = "";
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                String folder = folder(entries.nextElement().getName());
                if (!folder.equals(last)) {
                    add(folder, library);
                    last = folder;
                }
            }
            add("", library);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is damaged: " + url, e);
        }
    }

    private void add(String folder, Library library) {
        List<Library> libraries = byFolder.computeIfAbsent(withoutVersion(folder), f -> new CopyOnWriteArrayList<>());
        if (libraries.isEmpty() || libraries.get(libraries.size() - 1) != library) {
            libraries.add(library);
        }
    }

    /** A multi-release jar (JEP 238) holds classes of newer Java versions in a folder of their own, which answers to the plain name. */
    private static String withoutVersion(String folder) {
        if (!folder.startsWith(VERSIONS)) {
            return folder;
        }
        int end = folder.indexOf('/', VERSIONS.length());
        return end < 0 ? "" : folder.substring(end + 1);
    }

    private static String folder(String name) {
        int end = name.endsWith("/") ? name.length() - 1 : name.length();
        int slash = name.lastIndexOf('/', end - 1);
        return slash < 0 ? "" : name.substring(0, slash);
    }

    private List<Library> candidates(String name) {
        return byFolder.getOrDefault(folder(name), List.of());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/').concat(".class");
        for (Library library : candidates(path)) {
            JarEntry entry = library.file.getJarEntry(path);
            if (entry != null) {
                return define(name, library, entry);
            }
        }
        if (!complete) {
            complete();
            return findClass(name);
        }
        throw new ClassNotFoundException(name);
    }

    private Class<?> define(String name, Library library, JarEntry entry) throws ClassNotFoundException {
        try (InputStream in = library.file.getInputStream(entry)) {
            byte[] bytes = in.readAllBytes();
            definePackageOf(name, library);
            return defineClass(name, bytes, 0, bytes.length, library.source);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private void definePackageOf(String name, Library library) throws IOException {
        int dot = name.lastIndexOf('.');
        if (dot < 0 || getDefinedPackage(name.substring(0, dot)) != null) {
            return;
        }
        try {
            String packageName = name.substring(0, dot);
            if (library.file.getManifest() == null) {
                definePackage(packageName, null, null, null, null, null, null, null);
            } else {
                definePackage(packageName, library.file.getManifest(), library.url);
            }
        } catch (IllegalArgumentException anotherThreadWasFaster) {
            return;
        }
    }

    @Override
    public @Nullable URL findResource(String name) {
        List<URL> found = found(name);
        if (found.isEmpty() && !complete) {
            complete();
            found = found(name);
        }
        return found.isEmpty() ? null : found.get(0);
    }

    @Override
    public Enumeration<URL> findResources(String name) {
        if (!complete) {
            complete();
        }
        return Collections.enumeration(found(name));
    }

    private List<URL> found(String name) {
        List<URL> found = new ArrayList<>();
        for (Library library : candidates(name)) {
            if (name.isEmpty() || library.file.getJarEntry(name) != null) {
                found.add(url(library, name));
            }
        }
        return found;
    }

    private static URL url(Library library, String name) {
        try {
            return new URL(
                    library.url,
                    name.replace("%", "%25")
                            .replace("#", "%23")
                            .replace("?", "%3F")
                            .replace(" ", "%20"));
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(name, e);
        }
    }
}
