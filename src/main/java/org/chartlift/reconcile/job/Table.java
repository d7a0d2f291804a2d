package org.chartlift.reconcile.job;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Binary;

/** The checks of a comparison as CSV (RFC 4180); cells that a spreadsheet would take for a formula are made text. */
final class Table {
    private static final String FORMULA = "=+-@\t\r";

    private Table() {}

    static Binary of(Outcome outcome) {
        StringBuilder out = new StringBuilder();
        line(
                out,
                "level",
                "check",
                "class",
                "status",
                "checked",
                "violated",
                "percent",
                "threshold",
                "threshold reason",
                "status reason");
        for (CheckResult r : outcome.checks()) {
            line(
                    out,
                    r.check().level().code(),
                    r.check().name(),
                    r.check().severity().name(),
                    r.status().words(),
                    Long.toString(r.checked()),
                    Long.toString(r.violated()),
                    r.checked() == 0 ? "" : r.percent().toPlainString(),
                    r.threshold().toPlainString(),
                    r.thresholdReason(),
                    r.reason());
        }
        Binary binary = new Binary()
                .setContentType("text/csv; charset=utf-8")
                .setData(out.toString().getBytes(StandardCharsets.UTF_8));
        binary.setId(outcome.comparison().tableId());
        return binary;
    }

    private static void line(StringBuilder out, String... cells) {
        out.append(List.of(cells).stream().map(Table::cell).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    static String cell(String text) {
        String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
