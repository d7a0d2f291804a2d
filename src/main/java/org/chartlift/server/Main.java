package org.chartlift.server;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Entry point of the jar. Without arguments, with {@code serve} or with options alone it starts the server, with {@code demo} the
 * {@link Demo}; anything else is a command, which never loads Spring. Exit code 1 says that the server could not start, 3 that it
 * refused to, for a reason printed in one line.
 */
public final class Main {
    private static final String SERVE = "serve";
    private static final String DEMO = "demo";
    private static final Set<String> COMMAND_OPTIONS = Set.of("--help", "--version");

    private static final String COMMAND = "CommandMain";
    /** What commands use, by how the library's name begins. Only a matter of time: what is not here is found too, later. */
    private static final List<String> COMMAND_LIBRARIES = List.of(
            "BOOT-INF/classes/",
            "/chartlift-",
            "/commons-lang3-",
            "/hapi-fhir-base-",
            "/jackson-",
            "/org.hl7.fhir.r4-",
            "/org.hl7.fhir.utilities-",
            "/picocli-",
            "/re2j-",
            "/snakeyaml-");

    private Main() {}

    /** Goes on in another class of this package, through a faster class loader than the one it came by. */
    public static void main(String[] args) throws ReflectiveOperationException {
        boolean isCommand = next(args).equals(COMMAND);
        ClassLoader loader =
                PackedClassLoader.over(Main.class.getClassLoader(), isCommand ? Main::isOfCommands : library -> true);
        Thread.currentThread().setContextClassLoader(loader);
        boolean named = args.length > 0 && Set.of(SERVE, DEMO).contains(args[0]);
        loader.loadClass(Main.class.getPackageName() + "." + next(args))
                .getMethod("main", String[].class)
                .invoke(null, (Object) Arrays.copyOfRange(args, named ? 1 : 0, args.length));
    }

    private static String next(String... args) {
        if (isServer(args)) {
            return "ServerMain";
        }
        return DEMO.equals(args[0]) ? "DemoMain" : COMMAND;
    }

    private static boolean isOfCommands(String library) {
        return COMMAND_LIBRARIES.stream().anyMatch(library::contains);
    }

    static boolean isServer(String... args) {
        return args.length == 0
                || SERVE.equals(args[0])
                || (args[0].startsWith("--") && !COMMAND_OPTIONS.contains(args[0]));
    }
}
