import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts a server, loads a sample hospital, compares it with its source files, plans its rollback, rolls it back, and prints how long each took and how much heap was in use.
 * With the fourth argument {@code live} the heap is collected again and again, so that what is printed is what was held, and nothing is rolled back.
 */
final class RollbackBench {
    private static final Pattern READY = Pattern.compile("ready after .* FHIR (http://\\S+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String base;
    private final long server;
    private final boolean live;

    private RollbackBench(String base, long server, boolean live) {
        this.base = base;
        this.server = server;
        this.live = live;
    }

    public static void main(String[] args) throws Exception {
        Path work = Path.of(args[1]);
        Path log = work.resolve("server.log");
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + args[2],
                        "-jar",
                        args[0],
                        "--server.port=0",
                        "--chartlift.data-dir=" + work.resolve("data"),
                        "--chartlift.sources.roots=" + work)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            RollbackBench bench = new RollbackBench(ready(server, log), server.pid(), args.length > 3 && args[3].equals("live"));
            bench.measure(work.resolve("warm/extract"));
            System.out.println("warm; now measured:");
            bench.measure(work.resolve("measured/extract"));
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static String ready(Process server, Path log) throws IOException, InterruptedException {
        while (server.isAlive()) {
            Matcher ready = READY.matcher(Files.readString(log));
            if (ready.find()) {
                return ready.group(1);
            }
            Thread.sleep(200);
        }
        throw new IOException("the server ended: " + log);
    }

    private record Timed(String body, double seconds, long peak) {}

    private void measure(Path extract) throws Exception {
        // each extract a source system of its own, because the first one is not rolled back
        String system = live ? "urn:chartlift:bench:" + extract.getParent().getFileName() : "urn:chartlift:sample-hospital";
        String checkpoint = string(post("$checkpoint", "{\"name\":\"label\",\"valueString\":\"bench\"}"), "checkpoint");
        Timed load = timed(() -> post(
                "$migrate",
                "{\"name\":\"source\",\"part\":[{\"name\":\"path\",\"valueString\":\"" + extract + "\"}]},"
                        + "{\"name\":\"sourceSystem\",\"valueUri\":\"" + system + "\"},{\"name\":\"mode\",\"valueCode\":\"load\"}"));
        long resources = sum(load.body(), "created") + sum(load.body(), "updated");
        Timed compare = timed(() -> post(
                "$reconcile",
                "{\"name\":\"source\",\"part\":[{\"name\":\"path\",\"valueString\":\"" + extract + "\"}]},"
                        + "{\"name\":\"sourceSystem\",\"valueUri\":\"" + system + "\"}"));
        String to = "{\"name\":\"to\",\"valueReference\":{\"reference\":\"" + checkpoint
                + "\"}},{\"name\":\"reason\",\"valueString\":\"bench\"}";
        Timed plan = timed(() -> post("$rollback", to));
        print("load", load, resources);
        print("compare", compare, resources);
        System.out.printf(
                Locale.ROOT,
                "$reconcile, all levels: gate %s, %.2f of the load's time%n",
                string(compare.body(), "gate"),
                compare.seconds() / load.seconds());
        print("plan", plan, resources);
        if (live) {
            return;
        }
        Timed back = timed(() -> post(
                "$rollback",
                to + ",{\"name\":\"dryRun\",\"valueBoolean\":false},{\"name\":\"planHash\",\"valueString\":\""
                        + string(plan.body(), "planHash") + "\"}"));
        print("execution", back, resources);
        System.out.printf(
                Locale.ROOT, "rollback (plan and execution) / load: %.2f of the time%n", (plan.seconds() + back.seconds()) / load.seconds());
    }

    private static void print(String what, Timed timed, long resources) {
        System.out.printf(
                Locale.ROOT,
                "%-10s %,9d resources %8.1f s %,8.0f resources/s, heap at most %,d MB%n",
                what,
                resources,
                timed.seconds(),
                resources / timed.seconds(),
                timed.peak() >> 20);
    }

    /** Runs a call, and asks meanwhile how much heap is in use. */
    private Timed timed(Callable<String> call) throws Exception {
        AtomicLong peak = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        Thread watch = new Thread(() -> watch(peak, done));
        watch.start();
        long begin = System.nanoTime();
        String body = call.call();
        double seconds = (System.nanoTime() - begin) / 1e9;
        done.set(true);
        watch.join();
        return new Timed(body, seconds, peak.get());
    }

    private void watch(AtomicLong peak, AtomicBoolean done) {
        Pattern heap = Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\".*?} (\\S+)");
        String metrics = base.substring(0, base.indexOf('/', "http://".length())) + "/actuator/prometheus";
        try {
            while (!done.get()) {
                if (live) {
                    collect();
                }
                Matcher used = heap.matcher(send(HttpRequest.newBuilder(URI.create(metrics))));
                double sum = 0;
                while (used.find()) {
                    sum += Double.parseDouble(used.group(1));
                }
                peak.accumulateAndGet((long) sum, Math::max);
                Thread.sleep(live ? 5000 : 500);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A full collection: what is in use then is what is held. */
    private void collect() throws IOException, InterruptedException {
        new ProcessBuilder("jcmd", String.valueOf(server), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private String post(String operation, String parameters) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + "/" + operation))
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"resourceType\":\"Parameters\",\"parameter\":[" + parameters + "]}")));
    }

    private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static String string(String json, String name) {
        Matcher value = Pattern.compile("\"name\"\\s*:\\s*\"" + name
                        + "\"\\s*,\\s*\"value\\w+\"\\s*:\\s*(?:\\{\\s*\"reference\"\\s*:\\s*)?\"([^\"]*)\"")
                .matcher(json);
        if (!value.find()) {
            throw new IllegalStateException("no " + name + " in " + json);
        }
        return value.group(1);
    }

    /** Of the parts of all {@code resource} parameters. */
    private static long sum(String json, String part) {
        Matcher resource =
                Pattern.compile("\"name\"\\s*:\\s*\"resource\"\\s*,\\s*\"part\"\\s*:\\s*\\[(.*?)]", Pattern.DOTALL).matcher(json);
        Pattern value = Pattern.compile("\"name\"\\s*:\\s*\"" + part + "\"\\s*,\\s*\"value\\w+\"\\s*:\\s*\"?(\\d+)");
        long sum = 0;
        while (resource.find()) {
            Matcher found = value.matcher(resource.group(1));
            sum += found.find() ? Long.parseLong(found.group(1)) : 0;
        }
        return sum;
    }
}
