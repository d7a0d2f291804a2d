package org.chartlift.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.chartlift.server.ChartliftTestServer;
import org.junit.jupiter.api.Test;

/**
 * Small hospitals by seed: something is there, something is loaded, clinicians go on writing, in every second before a delta too, the load is rolled back,
 * in every fifth while they write.
 * {@code -Dchartlift.rollback.scenarios=N} draws N of them, {@code -Dchartlift.rollback.seed=S} begins with seed S.
 */
class RollbackScenariosIT {
    private static final int SCENARIOS = Integer.getInteger("chartlift.rollback.scenarios", 10);
    private static final long FIRST = Long.getLong("chartlift.rollback.seed", 1);
    private static final int WITH_WRITERS = 5;
    private static final int BY_TURNS = 2;
    private static final Pattern RESOURCE = Pattern.compile("[A-Z][A-Za-z]+/[A-Za-z0-9-]{20,}");

    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Exporter exporter = new Exporter(server.bean(DataSource.class), server.base());
    private final WayBack back = new WayBack(server.base());
    private final String run = UUID.randomUUID().toString();
    private final Map<String, Integer> seen = new TreeMap<>();

    @Test
    void noEditIsLostAndNothingIsLeftDangling() {
        List<String> failures = new ArrayList<>();
        Instant begin = Instant.now();
        for (long seed = FIRST; seed < FIRST + SCENARIOS; seed++) {
            failures.addAll(play(seed));
        }
        System.out.println(SCENARIOS + " scenarios in "
                + Duration.between(begin, Instant.now()).toSeconds() + " s: " + seen);
        assertThat(failures).isEmpty();
    }

    private List<String> play(long seed) {
        Scenario scenario = new Scenario(seed, run, server.base(), exporter);
        try {
            scenario.prepare();
            String checkpoint = back.checkpoint("scenario " + seed);
            load(scenario);
            scenario.edit();
            JsonNode answer = seed % WITH_WRITERS == 0 ? whileTheyWrite(scenario, checkpoint) : rollback(checkpoint);
            WayBack.counts(answer).forEach((name, n) -> seen.merge(name, n, Integer::sum));
            if (Boolean.getBoolean("chartlift.rollback.plan")) {
                System.out.println(new Rest(server.base())
                        .get(WayBack.reference(answer, "plan"), "Accept", "application/x-ndjson")
                        .body());
            }
            scenario.log.edits().forEach(e -> seen.merge("edit " + e.kind(), 1, Integer::sum));
            scenario.log.refused().forEach(e -> seen.merge("edits refused", 1, Integer::sum));
            List<String> violations = scenario.check().violations();
            return violations.isEmpty() ? List.of() : told(scenario, violations);
        } catch (AssertionError e) {
            return told(scenario, List.of(e.toString()));
        }
    }

    private static void load(Scenario scenario) {
        if (scenario.seed % BY_TURNS == 0) {
            scenario.loadByTurns();
        } else {
            scenario.load();
        }
    }

    private JsonNode rollback(String checkpoint) {
        return back.rollback(WayBack.Call.to(checkpoint));
    }

    private JsonNode whileTheyWrite(Scenario scenario, String checkpoint) {
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> scenario.edit(6));
        JsonNode answer = rollback(checkpoint);
        writing.join();
        return answer;
    }

    private List<String> told(Scenario scenario, List<String> violations) {
        List<String> told = new ArrayList<>();
        violations.forEach(v -> told.add("seed " + scenario.seed + ": " + v));
        scenario.log.edits().forEach(e -> told.add("  seed " + scenario.seed + " edit " + e.kind() + " " + e.claims()));
        told.forEach(System.out::println);
        histories(violations);
        return told;
    }

    /** Ids depend on the server, so a seed cannot be played again exactly: what happened is told here. */
    private void histories(List<String> violations) {
        Set<String> named = new java.util.TreeSet<>();
        violations.forEach(v -> RESOURCE.matcher(v).results().forEach(m -> named.add(m.group())));
        Rest rest = new Rest(server.base());
        named.forEach(reference -> System.out.println(
                "  " + rest.get(reference + "/_history?_count=50").body()));
    }

    /** A resource that nobody named must not be asked for by the checker itself. */
    @Test
    void theCheckerSeesALoadThatWasNotRolledBackAndAnEditThatWasUndone() {
        Scenario scenario = new Scenario(7_007, run, server.base(), exporter);
        scenario.prepare();
        scenario.load();
        scenario.edit();
        assertThat(scenario.check().violations())
                .isNotEmpty()
                .allMatch(v -> v.startsWith("left behind") || v.startsWith("not restored"));

        Rest rest = new Rest(server.base());
        for (EditLog.Standing standing : scenario.log.standing()) {
            String reference = standing.claim().resource();
            if (standing.claim() instanceof Claim.Gone || scenario.loaded().get(reference) == null) {
                rest.delete(reference);
            } else {
                rest.put(reference, scenario.loaded().get(reference)).expect(200);
            }
        }
        Set<String> lost = new java.util.TreeSet<>();
        scenario.check().lostEdits().forEach(s -> lost.add(s.claim().resource()));
        assertThat(lost).isNotEmpty();
    }
}
