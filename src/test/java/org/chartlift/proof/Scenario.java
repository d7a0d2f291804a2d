package org.chartlift.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.chartlift.run.Migration;

/**
 * A hospital of one seed: what was there, what is loaded, what clinicians do then. The same for our rollback and for what is measured beside it.
 */
final class Scenario {
    private static final int MOST_EDITS = 5;
    private static final int ATTEMPTS_AN_EDIT = 12;

    final long seed;
    final String system;
    final EditLog log = new EditLog();

    private final Rest rest;
    private final Exporter exporter;
    private final Migration migration;
    private final SmallExtract extract;
    private final EditGenerator generator;

    private Snapshot before;
    private Snapshot loaded;

    Scenario(long seed, String run, String base, Exporter exporter) {
        this.seed = seed;
        this.system = "urn:it:proof:" + run + ":" + seed;
        this.rest = new Rest(base);
        this.exporter = exporter;
        this.migration = new Migration(base);
        this.extract = SmallExtract.draw(seed);
        this.generator = new EditGenerator(seed, new Clinician(rest, log));
    }

    /** What was there before: perhaps a part of the patients, with notes of clinicians about them. */
    Snapshot prepare() {
        if (!extract.earlier().isEmpty()) {
            Snapshot start = exporter.take();
            migrate(extract.earlier());
            String patient = exporter.take().facts().keySet().stream()
                    .filter(r -> r.startsWith("Patient/") && !start.has(r))
                    .findFirst()
                    .orElseThrow();
            ObjectNode note = ClinicalNotes.observation(patient, (int) (seed % 100));
            note.put("id", "earlier-" + seed + "-" + system.hashCode());
            rest.put("Observation/" + note.path("id").asText(), note).expect(201);
        }
        before = exporter.take();
        return before;
    }

    /** Loads, and perhaps a delta on top. */
    Snapshot load() {
        migrate(extract.first());
        if (!extract.second().isEmpty()) {
            migrate(extract.second());
        }
        loaded = exporter.take();
        return loaded;
    }

    /** As {@link #load}, and clinicians write between the load and the delta. */
    Snapshot loadByTurns() {
        migrate(extract.first());
        loaded = exporter.take();
        if (!extract.second().isEmpty()) {
            edit(1 + new Random(seed).nextInt(MOST_EDITS));
            migrate(extract.second());
            loaded = exporter.take();
        }
        return loaded;
    }

    private void migrate(List<String> messages) {
        migration
                .call(Migration.content(system, messages.toArray(String[]::new)))
                .parameters();
    }

    /** What clinicians do then. */
    void edit() {
        int edits = 1 + new Random(seed).nextInt(MOST_EDITS);
        edit(edits);
    }

    /** Some edits more. */
    void edit(int edits) {
        int done = 0;
        for (int i = 0; i < edits * ATTEMPTS_AN_EDIT && done < edits; i++) {
            if (generator.edit(migrated(), earlier(), loaded)) {
                done++;
            }
        }
    }

    /** What the load made or changed. */
    List<String> migrated() {
        List<String> migrated = new ArrayList<>();
        loaded.facts().forEach((reference, json) -> {
            if (!json.equals(before.facts().get(reference))) {
                migrated.add(reference);
            }
        });
        return migrated;
    }

    /** What was there before, of the patients of the load: it refers to what the load changed, or did before. */
    private Set<String> earlier() {
        Set<String> earlier = new TreeSet<>();
        Set<String> migrated = new TreeSet<>(migrated());
        before.facts().forEach((reference, json) -> {
            if (!migrated.contains(reference)
                    && Snapshot.references(Json.object(json)).stream().anyMatch(migrated::contains)) {
                earlier.add(reference);
            }
        });
        migrated.stream().filter(before::has).forEach(earlier::add);
        return earlier;
    }

    /** The verdict on the server as it is now. */
    RollbackChecker check() {
        return new RollbackChecker(before, loaded, exporter.take(), log);
    }

    Snapshot before() {
        return before;
    }

    Snapshot loaded() {
        return loaded;
    }
}
