package org.chartlift.proof;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
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
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.chartlift.server.ChartliftTestServer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * HAPI's own ways back on the scenarios of {@link RollbackScenariosIT}, judged by the same checker. {@code -Dchartlift.stock.scenarios=N} draws more of
 * them; {@code -Dchartlift.stock.report=FILE} writes the table into FILE, between its marks.
 */
class StockAlternatives {
    private static final int SCENARIOS = Integer.getInteger("chartlift.stock.scenarios", 4);
    private static final String REPORT = System.getProperty("chartlift.stock.report", "");
    private static final String BEGIN = "<!-- stock alternative: begin -->";
    private static final String END = "<!-- stock alternative: end -->";

    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Exporter exporter = new Exporter(server.bean(DataSource.class), server.base());
    private final StockRollback stock = new StockRollback(
            new Rest(server.base()), server.bean(DaoRegistry.class), server.bean(HapiTransactionService.class));

    private final String run = "stock" + UUID.randomUUID();

    private interface Way {
        String back(Map<String, Long> written, Scenario scenario);
    }

    /** What a way back did, over all its scenarios. */
    private static final class Row {
        private int scenarios;
        private final Map<String, Integer> refused = new TreeMap<>();
        private int edits;
        private int statements;
        private int lost;
        private int dangling;
        private int notRestored;
        private int leftBehind;
        private long history;
        private int clean;
    }

    @Test
    void whatStockHapiRefusesAndLoses() throws IOException {
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("undo of all that the load wrote", (w, s) -> stock.undoAll(w));
        ways.put("undo of what was there before, DELETE of the rest", (w, s) -> stock.undoAndDelete(w, s.before()));
        ways.put("PUT of the old version, DELETE of the rest", (w, s) -> stock.putBackAndDelete(w, s.before()));
        ways.put("the same, with all that refers to it", (w, s) -> stock.putBackAndCascade(w, s.before(), exporter));
        ways.put("the same, and `$expunge`", this::expunge);
        Map<String, Row> rows = new LinkedHashMap<>();
        for (boolean edited : new boolean[] {false, true}) {
            ways.forEach((name, way) -> {
                Row row = new Row();
                for (int seed = 1; seed <= (edited ? SCENARIOS : Math.max(1, SCENARIOS / 4)); seed++) {
                    measure(row, new Scenario(seed, run + rows.size(), server.base(), exporter), way, edited);
                }
                rows.put(name + (edited ? " | yes" : " | no"), row);
            });
        }
        String table = table(rows);
        System.out.println(table);
        if (!REPORT.isEmpty()) {
            write(Path.of(REPORT), table);
        }
        assertThat(rows).anySatisfy((name, row) -> assertThat(row.lost).as(name).isPositive());
        assertThat(rows)
                .anySatisfy((name, row) -> assertThat(row.refused).as(name).isNotEmpty());
    }

    private String expunge(Map<String, Long> written, Scenario scenario) {
        JpaStorageSettings settings = server.bean(JpaStorageSettings.class);
        boolean allowed = settings.isExpungeEnabled();
        settings.setExpungeEnabled(true);
        try {
            String refusal = stock.putBackAndCascade(written, scenario.before(), exporter);
            return refusal.isEmpty() ? stock.expunge(written.keySet()) : refusal;
        } finally {
            settings.setExpungeEnabled(allowed);
        }
    }

    private void measure(Row row, Scenario scenario, Way way, boolean edited) {
        scenario.prepare();
        Map<String, Long> earlier = exporter.versions();
        scenario.load();
        Map<String, Long> written = exporter.versions();
        written.entrySet().removeIf(e -> e.getValue().equals(earlier.get(e.getKey())));
        written.keySet().retainAll(scenario.loaded().facts().keySet());
        if (edited) {
            scenario.edit();
        }
        long history = history();
        String refusal = way.back(written, scenario);
        RollbackChecker check = scenario.check();
        row.scenarios++;
        row.edits += scenario.log.edits().size();
        row.statements += scenario.log.standing().size();
        row.history += Math.max(0, history - history());
        if (!refusal.isEmpty()) {
            row.refused.merge(refusal, 1, Integer::sum);
            return;
        }
        row.lost += check.lostEdits().size();
        row.dangling += check.newDangling().size();
        row.notRestored += check.untouchedButDifferent().size();
        row.leftBehind += check.unexplained().size();
        row.clean += check.violations().isEmpty() ? 1 : 0;
    }

    /** Versions that can still be read, evidence apart. */
    private long history() {
        Long versions = server.bean(JdbcTemplate.class)
                .queryForObject(
                        "select count(*) from hfj_res_ver where res_type not in ('AuditEvent', 'Provenance', 'Task')",
                        Long.class);
        return versions == null ? 0 : versions;
    }

    private static String table(Map<String, Row> rows) {
        List<String> lines = new ArrayList<>();
        lines.add("| way back | clinicians wrote since | scenarios | refused | edits (statements) | statements lost |"
                + " dangling | not as before | left behind | versions erased | without fault |");
        lines.add("|---|---|--:|---|--:|--:|--:|--:|--:|--:|--:|");
        rows.forEach((name, r) -> lines.add("| " + name + " | " + r.scenarios + " | " + reasons(r) + " | " + r.edits
                + " (" + r.statements + ") | " + r.lost + " | " + r.dangling + " | " + r.notRestored + " | "
                + r.leftBehind + " | " + r.history + " | " + r.clean + " |"));
        return String.join("\n", lines) + "\n";
    }

    private static String reasons(Row row) {
        int refused = row.refused.values().stream().mapToInt(Integer::intValue).sum();
        String why = row.refused.entrySet().stream()
                .map(e -> "`" + e.getKey() + "` " + e.getValue())
                .collect(Collectors.joining(", "));
        return refused + (why.isEmpty() ? "" : " (" + why + ")");
    }

    private static void write(Path file, String table) throws IOException {
        String text = Files.exists(file)
                ? Files.readString(file)
                : "## The stock alternative\n\n" + BEGIN + "\n" + END + "\n";
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        Files.writeString(file, text.substring(0, begin) + "\n" + table + text.substring(text.indexOf(END)));
    }
}
