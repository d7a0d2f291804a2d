package org.chartlift.proof;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.chartlift.server.ChartliftTestServer;
import org.junit.jupiter.api.Test;

/**
 * HAPI's own ways back on the scenarios of {@link RollbackScenariosIT}, judged by the same checker. {@code -Dchartlift.stock.scenarios=N} draws more of
 * them; {@code -Dchartlift.stock.report=FILE} writes the table into FILE, between its marks.
 */
class StockAlternativeIT {
    private static final int SCENARIOS = Integer.getInteger("chartlift.stock.scenarios", 3);
    private static final String REPORT = System.getProperty("chartlift.stock.report", "");
    private static final String BEGIN = "<!-- stock alternative: begin -->";
    private static final String END = "<!-- stock alternative: end -->";

    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Exporter exporter = new Exporter(server.bean(DataSource.class), server.base());
    private final StockRollback stock = new StockRollback(
            new Rest(server.base()), server.bean(DaoRegistry.class), server.bean(HapiTransactionService.class));

    private interface Way {
        String back(Map<String, Long> written, Scenario scenario);
    }

    private static final class Row {
        private int scenarios;
        private final Map<String, Integer> refused = new TreeMap<>();
        private int edits;
        private int lost;
        private int dangling;
        private int notRestored;
        private int leftBehind;
        private int clean;
    }

    @Test
    void whatStockHapiRefusesAndLoses() throws IOException {
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("undo (`PreviousResourceVersionRestorer`) of all that the load wrote", (w, s) -> stock.undoAll(w));
        ways.put(
                "undo of what was there before, DELETE of what the load made",
                (w, s) -> stock.undoAndDelete(w, s.before()));
        ways.put(
                "PUT of the old version from `_history`, DELETE of the rest",
                (w, s) -> stock.putBackAndDelete(w, s.before()));
        ways.put(
                "the same, with all that refers to it (cascade)",
                (w, s) -> stock.putBackAndCascade(w, s.before(), exporter));
        Map<String, Row> rows = new LinkedHashMap<>();
        ways.forEach((name, way) -> {
            Row row = new Row();
            for (int seed = 1; seed <= SCENARIOS; seed++) {
                measure(row, new Scenario(seed, "stock" + rows.size(), server.base(), exporter), way);
            }
            rows.put(name, row);
        });
        String table = table(rows);
        System.out.println(table);
        if (!REPORT.isEmpty()) {
            write(Path.of(REPORT), table);
        }
        assertThat(rows.values()).allMatch(row -> row.clean < row.scenarios || row.scenarios < 10);
    }

    private void measure(Row row, Scenario scenario, Way way) {
        scenario.prepare();
        Map<String, Long> earlier = versions();
        scenario.load();
        Map<String, Long> written = versions();
        written.entrySet().removeIf(e -> e.getValue().equals(earlier.get(e.getKey())));
        written.keySet().retainAll(scenario.loaded().facts().keySet());
        scenario.edit();
        String refusal = way.back(written, scenario);
        RollbackChecker check = scenario.check();
        row.scenarios++;
        row.edits += scenario.log.edits().size();
        if (!refusal.isEmpty()) {
            row.refused.merge(refusal, 1, Integer::sum);
        } else {
            row.lost += check.lostEdits().size();
            row.dangling += check.newDangling().size();
            row.notRestored += check.untouchedButDifferent().size();
            row.leftBehind += check.unexplained().size();
            row.clean += check.violations().isEmpty() ? 1 : 0;
        }
    }

    private Map<String, Long> versions() {
        return exporter.versions();
    }

    private static String table(Map<String, Row> rows) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| way back | scenarios | refused as a whole | edits in all | edits lost without a trace | new dangling references |"
                        + " elements not as before | left behind | without fault |");
        lines.add("|---|--:|---|--:|--:|--:|--:|--:|--:|");
        rows.forEach((name, r) -> lines.add("| " + name + " | " + r.scenarios + " | "
                + r.refused.values().stream().mapToInt(Integer::intValue).sum() + " " + reasons(r) + " | " + r.edits
                + " | "
                + r.lost + " | " + r.dangling + " | " + r.notRestored + " | " + r.leftBehind + " | " + r.clean + " |"));
        return String.join("\n", lines) + "\n";
    }

    private static String reasons(Row row) {
        return row.refused.isEmpty()
                ? ""
                : row.refused.entrySet().stream()
                        .map(e -> "`" + e.getKey() + "` " + e.getValue())
                        .reduce((a, b) -> a + ", " + b)
                        .map(s -> "(" + s + ")")
                        .orElse("");
    }

    private static void write(Path file, String table) throws IOException {
        String text = Files.exists(file)
                ? Files.readString(file)
                : "## The stock alternative\n\n" + BEGIN + "\n" + END + "\n";
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        Files.writeString(file, text.substring(0, begin) + "\n" + table + text.substring(text.indexOf(END)));
    }
}
