package org.chartlift.reconcile.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.chartlift.reconcile.Check;
import org.chartlift.reconcile.Difference;
import org.chartlift.reconcile.Level;
import org.chartlift.record.Severity;
import org.junit.jupiter.api.Test;

class ReportTextsTest {
    private static final Check CHECK = new Check(Level.VALUES, "=cmd|'<b>", Severity.A);
    private static final KeyedHash HASH = new KeyedHash(new byte[32]);

    private static Outcome outcome() {
        CheckResult failed = new CheckResult(CHECK, 10, 1, BigDecimal.valueOf(100), "a, \"b\"", "", "");
        List<CheckResult> checks = List.of(failed);
        Comparison comparison =
                new Comparison(7, "asked", Comparison.COMPLETED, Gate.FAIL, Instant.EPOCH, Instant.EPOCH);
        return new Outcome(
                comparison,
                Gate.FAIL,
                checks,
                Outcome.levels(checks),
                Map.of("compared", 3L),
                2,
                "digest",
                Map.of("sourceSystem", "urn:<script>"),
                "",
                List.of(),
                null);
    }

    @Test
    void thePageEscapesWhatItShows() {
        String page = new String(PrintedPage.of(outcome()).getData(), StandardCharsets.UTF_8);

        assertThat(page)
                .contains("urn:&lt;script&gt;", "=cmd|&#39;&lt;b&gt;", "Gate: fail", "Reviewed by")
                .doesNotContain("<script>");
    }

    @Test
    void theTableHoldsNoFormula() {
        String table = new String(Table.of(outcome()).getData(), StandardCharsets.UTF_8);

        assertThat(table).contains("values,'=cmd|'<b>,A,Failed,10,1,90,100,\"a, \"\"b\"\"\",");
    }

    @Test
    void linesHoldHashesAndNoValues() {
        DifferenceLines lines = new DifferenceLines(HASH);
        lines.add(new Difference(CHECK, "f#1", "PID-7", "Patient/x", "Patient.birthDate", "1950-01-02", ""));

        String line = new String(lines.binary("x").getData(), StandardCharsets.UTF_8);

        assertThat(line)
                .contains("\"expectedHash\":\"" + HASH.text("1950-01-02"), "\"record\":\"f#1\"")
                .doesNotContain("1950", "actualHash");
        assertThat(HASH.text("1950-01-02")).isNotEqualTo(new KeyedHash(new byte[] {1}).text("1950-01-02"));
    }
}
