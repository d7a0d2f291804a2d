package org.chartlift.bench.stock;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Resource;

/**
 * Two servers, two databases, one PostgreSQL: loads extract after extract into Chartlift by {@code $migrate} and what it wrote into stock HAPI by
 * conditional upserts with as many clients as Chartlift has workers, in turn. The first extract warms both up.
 */
public final class LoadBench {
    private static final int CLIENTS = 2;
    private static final int OUR_PORT = 18181;
    private static final int STOCK_PORT = 18182;
    private static final double NANOS = 1e9;

    private final FhirContext fhir = FhirContext.forR4();
    /** One for all rounds: what is written now may refer to what was written before. */
    private final Upserts upserts = new Upserts(fhir);

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final List<Double> ours = new ArrayList<>();
    private final List<Double> stock = new ArrayList<>();

    private LoadBench() {
        fhir.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        fhir.getRestfulClientFactory().setSocketTimeout((int) Duration.ofHours(1).toMillis());
    }

    /** {@code args}: our jar, the folder of sample hospitals, a folder to work in. */
    public static void main(String[] args) throws Exception {
        Path work = Files.createDirectories(Path.of(args[2])).toAbsolutePath();
        Path extracts = Path.of(args[1]).toAbsolutePath();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .start()) {
            database(postgres, "ours");
            database(postgres, "stock");
            new LoadBench().run(args[0], extracts, work, postgres);
        }
    }

    private static void database(EmbeddedPostgres postgres, String name) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
    }

    private static List<String> datasource(EmbeddedPostgres postgres, String database) {
        return List.of(
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", database),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=postgres");
    }

    private void run(String jar, Path extracts, Path work, EmbeddedPostgres postgres) throws Exception {
        List<String> our = new ArrayList<>(List.of("-jar", jar, "serve", "--chartlift.data-dir=" + work.resolve("data")));
        our.add("--chartlift.sources.roots=" + extracts);
        our.addAll(datasource(postgres, "ours"));
        List<String> plain =
                new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), StockServer.class.getName()));
        plain.add("--spring.main.allow-circular-references=true"); // HAPI's search parameter registry needs it
        plain.addAll(datasource(postgres, "stock"));
        try (ServerProcess a = ServerProcess.start(our, OUR_PORT, work.resolve("ours.log"));
                ServerProcess b = ServerProcess.start(plain, STOCK_PORT, work.resolve("stock.log"))) {
            for (Path hospital : folders(extracts)) {
                round(hospital, a, b);
            }
        } finally {
            clients.shutdown();
        }
        print();
    }

    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> list = Files.list(parent)) {
            return list.sorted().toList();
        }
    }

    private void round(Path hospital, ServerProcess a, ServerProcess b) throws Exception {
        OurSide side = new OurSide(fhir, a.base());
        InstantType since = new InstantType(new Date());
        Duration before = a.cpu();
        long start = System.nanoTime();
        Set<String> types = side.migrate(hospital.resolve("extract"), "urn:chartlift:sample-hospital");
        double seconds = (System.nanoTime() - start) / NANOS;
        List<Resource> written = side.written(types, since);
        ours.add(written.size() / seconds);
        report("ours", written.size(), seconds, a.cpu().minus(before));

        List<List<Bundle>> phases = upserts.phases(written);
        before = b.cpu();
        start = System.nanoTime();
        upsert(phases, b);
        seconds = (System.nanoTime() - start) / NANOS;
        stock.add(written.size() / seconds);
        report("stock", written.size(), seconds, b.cpu().minus(before));
    }

    private void upsert(List<List<Bundle>> phases, ServerProcess server) throws InterruptedException, ExecutionException {
        for (List<Bundle> phase : phases) {
            List<Future<Bundle>> sent = new ArrayList<>();
            for (Bundle bundle : phase) {
                IGenericClient client = fhir.newRestfulGenericClient(server.base().toString());
                sent.add(clients.submit(() -> client.transaction().withBundle(bundle).execute()));
            }
            for (Future<Bundle> answer : sent) {
                answer.get();
            }
        }
    }

    private static void report(String side, int resources, double seconds, Duration cpu) {
        System.out.printf(
                Locale.ROOT,
                "%s: %d resources in %.1f s, %.0f a second, server CPU %.1f s%n",
                side,
                resources,
                seconds,
                resources / seconds,
                cpu.toMillis() / 1000.0);
    }

    /** The first round is warm-up. A/A: later rounds of ours against each other, odd to even. */
    private void print() {
        System.out.println("| side | rounds | median resources a second |");
        System.out.println("|---|---|---|");
        System.out.printf(Locale.ROOT, "| ours | %d | %.0f |%n", ours.size() - 1, median(ours, 1, 1));
        System.out.printf(Locale.ROOT, "| stock | %d | %.0f |%n", stock.size() - 1, median(stock, 1, 1));
        System.out.printf(Locale.ROOT, "ratio %.2f%n", median(ours, 1, 1) / median(stock, 1, 1));
        if (ours.size() > 2) {
            System.out.printf(
                    Locale.ROOT,
                    "A/A ours %.2f, stock %.2f%n",
                    median(ours, 1, 2) / median(ours, 2, 2),
                    median(stock, 1, 2) / median(stock, 2, 2));
        }
    }

    private static double median(List<Double> rates, int from, int step) {
        List<Double> some = new ArrayList<>();
        for (int i = from; i < rates.size(); i += step) {
            some.add(rates.get(i));
        }
        some.sort(null);
        int n = some.size();
        return n == 0 ? Double.NaN : (some.get((n - 1) / 2) + some.get(n / 2)) / 2;
    }
}
