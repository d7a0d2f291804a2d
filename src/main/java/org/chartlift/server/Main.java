package org.chartlift.server;

import java.util.Arrays;
import java.util.Set;

/**
 * Entry point of the jar. Without arguments, with {@code serve} or with options alone it starts the server; anything else is a command,
 * which never loads Spring. Exit code 1 says that the server could not start, 3 that it refused to, for a reason printed in one line.
 */
public final class Main {
    private static final String SERVE = "serve";
    private static final Set<String> COMMAND_OPTIONS = Set.of("--help", "--version");

    private Main() {}

    /** Goes on in {@link ServerMain} or {@link CommandMain}, through a faster class loader than the one it came by. */
    public static void main(String[] args) throws ReflectiveOperationException {
        ClassLoader loader = PackedClassLoader.over(Main.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        String next = isServer(args) ? "ServerMain" : "CommandMain";
        int skipped = args.length > 0 && SERVE.equals(args[0]) ? 1 : 0;
        loader.loadClass(Main.class.getPackageName() + "." + next)
                .getMethod("main", String[].class)
                .invoke(null, (Object) Arrays.copyOfRange(args, skipped, args.length));
    }

    static boolean isServer(String... args) {
        return args.length == 0
                || SERVE.equals(args[0])
                || (args[0].startsWith("--") && !COMMAND_OPTIONS.contains(args[0]));
    }
}
