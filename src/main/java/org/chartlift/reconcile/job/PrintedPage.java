package org.chartlift.reconcile.job;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.chartlift.reconcile.Level;
import org.hl7.fhir.r4.model.Binary;

/**
 * A comparison as a page to be read, printed and signed: the first sheet says what was compared and what came of it, the checks stand behind it. Holds no value of a
 * patient. For one thread.
 */
final class PrintedPage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final String STYLE =
            """
            body{font:11pt/1.4 sans-serif;margin:2cm auto;max-width:18cm;color:#111}
            h1{font-size:16pt;margin:0 0 4pt}h2{font-size:12pt;margin:14pt 0 4pt}
            table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;padding:2pt 5pt;text-align:left;vertical-align:top}
            td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}thead{display:table-header-group}tr{break-inside:avoid}
            .gate{font-size:14pt;font-weight:bold;border:2px solid;padding:6pt 10pt;margin:10pt 0}.pass{color:#064}.fail{color:#900}
            .failed,.error{font-weight:bold;color:#900}.sign{margin-top:24pt}.sign td{height:28pt;width:50%}
            .details{break-before:page}.details table{font-size:8.5pt}.details td:first-child{min-width:4.6cm;overflow-wrap:anywhere}.details td:last-child{min-width:4.5cm}
            @page{size:A4;margin:1.6cm}@media print{body{margin:0;max-width:none}}
            """;

    private final StringBuilder out = new StringBuilder();
    private final Outcome outcome;

    private PrintedPage(Outcome outcome) {
        this.outcome = outcome;
    }

    static Binary of(Outcome outcome) {
        PrintedPage page = new PrintedPage(outcome);
        page.write();
        Binary binary = new Binary()
                .setContentType("text/html; charset=utf-8")
                .setData(page.out.toString().getBytes(StandardCharsets.UTF_8));
        binary.setId(outcome.comparison().pageId());
        return binary;
    }

    private void write() {
        out.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Comparison ")
                .append(outcome.comparison().id())
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body>");
        first();
        details();
        out.append("</body></html>\n");
    }

    private void first() {
        Comparison c = outcome.comparison();
        boolean passed = outcome.gate() == Gate.PASS;
        out.append("<h1>Does the server hold what the source said?</h1><p>Comparison ")
                .append(c.id())
                .append(", begun ")
                .append(TIME.format(c.started()))
                .append("</p><p class=\"gate ")
                .append(passed ? "pass\">Yes, within the agreed limits." : "fail\">No.")
                .append(" Gate: ")
                .append(outcome.gate().code())
                .append("</p>");
        if (Comparison.CANCELLED.equals(c.state())) {
            out.append("<p class=\"failed\">The comparison was cancelled before its end.</p>");
        }
        out.append("<h2>What was compared</h2><table><tbody>");
        outcome.asked().forEach((name, value) -> {
            if (!value.isEmpty()) {
                row(name, value);
            }
        });
        outcome.records().forEach((word, n) -> row("records " + word, Long.toString(n)));
        row("patients (groups of records that share identifiers)", Long.toString(outcome.groups()));
        out.append("</tbody></table><h2>What came of it</h2>");
        levels();
        failed();
        if (!outcome.sample().isEmpty()) {
            out.append("<h2>Chart review</h2><p>")
                    .append(escape(outcome.sample()))
                    .append("</p>");
        }
        out.append("<table class=\"sign\"><tbody><tr><td>Reviewed by (name, role)</td><td>Date, signature</td></tr>")
                .append("</tbody></table>");
    }

    private void levels() {
        out.append(
                "<table><thead><tr><th>Level</th><th class=\"n\">Checked</th><th class=\"n\">Violated</th></tr></thead><tbody>");
        for (Map.Entry<Level, long[]> level : outcome.levels().entrySet()) {
            out.append("<tr><td>").append(level.getKey().code()).append("</td>");
            number(Long.toString(level.getValue()[0]));
            number(Long.toString(level.getValue()[1]));
            out.append("</tr>");
        }
        out.append("</tbody></table>");
    }

    private void failed() {
        List<CheckResult> bad = outcome.checks().stream()
                .filter(r -> r.status() == Status.ERROR || r.status() == Status.FAILED)
                .toList();
        if (bad.isEmpty()) {
            out.append("<p>Every check that applies passed.</p>");
            return;
        }
        out.append("<p>").append(bad.size()).append(" checks did not pass:</p><ul>");
        bad.stream().limit(12).forEach(r -> out.append("<li><b>")
                .append(escape(r.check().name()))
                .append("</b> (class ")
                .append(r.check().severity())
                .append("): ")
                .append(escape(
                        r.status() == Status.ERROR
                                ? "could not be made: " + r.reason()
                                : r.violated() + " of " + r.checked() + " violated"))
                .append("</li>"));
        out.append("</ul>");
        if (bad.size() > 12) {
            out.append("<p>The others stand behind.</p>");
        }
    }

    private void details() {
        out.append("<section class=\"details\"><h2>All checks</h2><p>Thresholds ")
                .append(escape(outcome.thresholds()))
                .append("</p><table><thead><tr><th>Check</th><th>Class</th><th>Status</th><th class=\"n\">Checked</th>")
                .append(
                        "<th class=\"n\">Violated</th><th class=\"n\">Right %</th><th class=\"n\">At least %</th><th>Why</th></tr></thead><tbody>");
        for (CheckResult r : outcome.checks()) {
            out.append("<tr><td>")
                    .append(r.check().level().code())
                    .append(": ")
                    .append(escape(r.check().name()))
                    .append("</td><td>")
                    .append(r.check().severity())
                    .append("</td><td class=\"")
                    .append(r.status().name().toLowerCase(java.util.Locale.ROOT))
                    .append("\">")
                    .append(r.status().words())
                    .append("</td>");
            number(Long.toString(r.checked()));
            number(Long.toString(r.violated()));
            number(r.checked() == 0 ? "" : r.percent().toPlainString());
            number(r.threshold().toPlainString());
            out.append("<td>")
                    .append(escape(r.reason().isEmpty() ? r.thresholdReason() : r.reason()))
                    .append("</td></tr>");
        }
        out.append("</tbody></table></section>");
    }

    private void row(String name, String value) {
        out.append("<tr><th>")
                .append(escape(name))
                .append("</th><td>")
                .append(escape(value))
                .append("</td></tr>");
    }

    private void number(String text) {
        out.append("<td class=\"n\">").append(text).append("</td>");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
