package org.chartlift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.chartlift.reconcile.Reconciliation.Found;
import org.chartlift.run.Hl7;
import org.chartlift.run.Migration;
import org.chartlift.run.Migration.Answer;
import org.chartlift.security.KeyFiles;
import org.chartlift.server.ServerProcess;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A server that is killed when it has compared all pages but the last, started again and asked again, beside a comparison of the same that was left in peace. The
 * second server shows values.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReconcileKillIT {
    private static final String SYSTEM = "urn:it:reconcile-kill";
    private static final int PATIENTS = 70;
    private static final int RECORDS_EACH = 6;
    private static final String PAGES =
            "select page || ' ' || xmin from chartlift.reconciliation_page where reconciliation = ? and done order by page";
    private static final String CHECKS =
            """
            select page || ' ' || name || ' ' || xmin from chartlift.reconciliation_check where reconciliation = ? and page in
            (select page from chartlift.reconciliation_page where reconciliation = ? and done) order by 1""";

    @TempDir
    private static Path folder;

    private static Path data;
    private static ServerProcess server;
    private static Reconciliation reconciliation;
    private static Found peaceful;
    private static long comparison;
    private static List<String> pages;
    private static List<String> checks;

    @BeforeAll
    static void killAndStartAgain() throws Exception {
        data = folder.resolve("data");
        KeyFiles.open(data.resolve("keys")).secret("database.password");
        server = start("killed.log");
        reconciliation = new Reconciliation(server.base());
        new Migration(server.base()).call(Migration.content(SYSTEM, extract())).parameters();
        peaceful = reconciliation.compare(Migration.of(SYSTEM));
        Answer begun = reconciliation.call(asked(), "Prefer", "respond-async");
        assertThat(begun.status()).isEqualTo(202);
        String status = begun.header("Content-Location");
        comparison = Long.parseLong(status.substring(status.lastIndexOf('=') + 1));
        killBeforeTheLastPage();
        server = start("again.log", "--chartlift.lineage.source-values=true");
        reconciliation = new Reconciliation(server.base());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.close();
    }

    private static ServerProcess start(String log, String... more) throws IOException {
        List<String> settings =
                new ArrayList<>(List.of("--chartlift.sources.roots=" + folder, "--chartlift.workers=1"));
        settings.addAll(List.of(more));
        return new ServerProcess(data, folder.resolve(log), settings.toArray(String[]::new));
    }

    private static String[] extract() {
        List<String> messages = new ArrayList<>();
        for (int p = 0; p < PATIENTS; p++) {
            messages.add(Hl7.admit("RK" + p, "Family" + p, "20240301080000+0000"));
            for (int day = 2; day <= RECORDS_EACH; day++) {
                messages.add(Hl7.update("RK" + p, "Family" + p + "-" + day, "2024030" + day + "080000+0000"));
            }
        }
        return messages.toArray(String[]::new);
    }

    private static Parameters asked() {
        return Migration.of(SYSTEM).addParameter("requestId", new StringType("it-reconcile-kill"));
    }

    /** Holds the row of the last page, so that the comparison cannot get past it. */
    private static void killBeforeTheLastPage() throws Exception {
        JdbcTemplate jdbc = new JdbcTemplate(ServerProcess.database(data));
        try (Connection hold = ServerProcess.database(data).getConnection()) {
            hold.setAutoCommit(false);
            Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> isLastPageHeld(hold));
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> Boolean.TRUE.equals(jdbc.queryForObject(
                            "select count(*) filter (where not done) = 1 from chartlift.reconciliation_page where reconciliation = ?",
                            Boolean.class,
                            comparison)));
            server.kill();
            hold.rollback();
        }
        pages = jdbc.queryForList(PAGES, String.class, comparison);
        checks = jdbc.queryForList(CHECKS, String.class, comparison, comparison);
        assertThat(pages).as("pages that were compared before").isNotEmpty();
    }

    private static boolean isLastPageHeld(Connection hold) throws SQLException {
        try (var statement = hold.prepareStatement(
                """
                select not done from chartlift.reconciliation_page where reconciliation = ? order by page desc limit 1 for update""")) {
            statement.setLong(1, comparison);
            try (var row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    @Test
    @Order(1)
    void theSameCallGoesOnAndEndsAsIfNothingHadHappened() {
        assertThat(new Migration(server.base())
                        .get("$reconcile-status?_comparison=" + comparison)
                        .status())
                .as("interrupted")
                .isEqualTo(409);

        Found again = reconciliation.compare(asked());

        assertThat(again.answer().reference("task")).isEqualTo("Task/chartlift-reconcile-" + comparison);
        assertThat(again.gate()).as(again.trouble()).isEqualTo("pass");
        assertThat(again.records())
                .isEqualTo(peaceful.records())
                .isEqualTo(Map.of("compared", PATIENTS * RECORDS_EACH));
        assertThat(again.table()).isEqualTo(peaceful.table());
    }

    @Test
    @Order(2)
    void whatWasComparedBeforeIsNotComparedAgain() throws IOException {
        JdbcTemplate jdbc = new JdbcTemplate(ServerProcess.database(data));

        assertThat(jdbc.queryForList(PAGES, String.class, comparison))
                .hasSize(pages.size() + 1)
                .containsAll(pages);
        assertThat(jdbc.queryForList(CHECKS, String.class, comparison, comparison))
                .hasSizeGreaterThan(checks.size())
                .containsAll(checks);
    }

    /** A page a patient would be a hundred times the rows and round trips; a page of everything would not fit into memory. */
    @Test
    @Order(3)
    void patientsShareAPageUpToTwoHundredRecords() throws IOException {
        List<Integer> records = new JdbcTemplate(ServerProcess.database(data))
                .queryForList(
                        "select records from chartlift.reconciliation_page where reconciliation = ? order by page",
                        Integer.class,
                        comparison);

        // whole patients of six records each: 198, 198, and the rest
        assertThat(records).containsExactly(198, 198, PATIENTS * RECORDS_EACH - 2 * 198);
    }

    @Test
    @Order(4)
    void whoHasTheRightSeesWhatSourceAndServerSay() {
        String last = "Family0-" + RECORDS_EACH;
        rename(last, "Planted");

        Found found = reconciliation.compare(Migration.of(SYSTEM).addParameter("values", new BooleanType(true)));

        assertThat(found.gate()).isEqualTo("fail");
        assertThat(found.parts("difference")).anySatisfy(d -> {
            assertThat(Reconciliation.part(d, "check")).isEqualTo("patient.name");
            assertThat(Reconciliation.part(d, "expected")).contains(last);
            assertThat(Reconciliation.part(d, "actual")).contains("Planted");
        });
        assertThat(found.differences()).contains("patient.name").doesNotContain(last, "Planted");
        List<ParametersParameterComponent> unasked =
                reconciliation.compare(Migration.of(SYSTEM)).parts("difference");
        assertThat(unasked).isEmpty();
    }

    private static void rename(String family, String wrong) {
        FhirContext fhir = FhirContext.forR4Cached();
        fhir.getRestfulClientFactory()
                .setServerValidationMode(ca.uhn.fhir.rest.client.api.ServerValidationModeEnum.NEVER);
        var client = fhir.newRestfulGenericClient(server.base());
        Patient patient = (Patient) client.search()
                .forResource(Patient.class)
                .where(Patient.FAMILY.matchesExactly().value(family))
                .returnBundle(org.hl7.fhir.r4.model.Bundle.class)
                .execute()
                .getEntryFirstRep()
                .getResource();
        patient.getNameFirstRep().setFamily(wrong);
        client.update().resource(patient).execute();
    }
}
