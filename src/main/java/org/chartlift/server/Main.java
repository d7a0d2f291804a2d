package org.chartlift.server;

import java.util.Arrays;
import java.util.Set;

/**
 * Entry point of the jar. Without arguments, with {@code serve} or with options alone it starts the server, with {@code demo} the {@link Demo}; anything else is a command,
 * which never loads Spring. Exit code 1 says that the server could not start, 3 that it refused to, for a reason printed in one line.
 */
public final class Main {
    private static final String SERVE = "serve";
    private static final String DEMO = "demo";
    private static final Set<String> COMMAND_OPTIONS = Set.of("--help", "--version");

    private Main() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        if (isServer(args)) {
            serve(args);
        } else if (DEMO.equals(args[0])) {
            demo(args);
        } else {
            command(args);
        }
    }

    static boolean isServer(String... args) {
        return args.length == 0
                || SERVE.equals(args[0])
                || (args[0].startsWith("--") && !COMMAND_OPTIONS.contains(args[0]));
    }

    private static void serve(String... args) {
        int skipped = args.length > 0 && SERVE.equals(args[0]) ? 1 : 0;
        int failure = ChartliftServer.serve(Arrays.copyOfRange(args, skipped, args.length));
        if (failure != 0) {
            System.exit(failure);
        }
    }

    private static void demo(String... args) {
        int failure = new Demo(System.out, Arrays.copyOfRange(args, 1, args.length)).run();
        if (failure != 0) {
            System.exit(failure);
        }
    }

    private static void command(String... args) throws ReflectiveOperationException {
        ClassLoader loader = CommandClassPath.narrow(Main.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        loader.loadClass(Main.class.getPackageName() + ".CommandMain")
                .getMethod("main", String[].class)
                .invoke(null, (Object) args);
    }
}
