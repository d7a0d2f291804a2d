package org.chartlift.reconcile.job;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.chartlift.lineage.Asker;
import org.chartlift.reconcile.Level;
import org.chartlift.record.ContentHash;
import org.chartlift.run.Source;
import org.jspecify.annotations.Nullable;

/**
 * What {@code $reconcile} was asked for.
 *
 * @param sources files to be compared; empty: what the ledger recorded
 * @param sourceSystem URI of their system; empty: all that the ledger recorded, system by system, or that of the run
 * @param run the run whose patients are compared; null for all
 * @param levels what is looked at; never empty
 * @param types resource types that are looked at; empty for all
 * @param patients {@code Patient/id}, or identifiers as {@code system|value} or value; empty for all
 * @param expected control totals of the sender: records by kind, {@code ""} for all kinds together
 * @param sample the chart-review sample that is wanted; null for none
 * @param repair what is to be done about differences
 * @param values whether the answer shows what source and server say
 * @param requestId makes a repeat harmless; empty if not given
 * @param bodyHash SHA-256 over the canonical body, to tell a repeat from another request
 * @param asker who asks
 */
public record ReconcileRequest(
        List<Source> sources,
        String sourceSystem,
        @Nullable Long run,
        Set<Level> levels,
        Set<String> types,
        Set<String> patients,
        SortedMap<String, Long> expected,
        @Nullable SampleRequest sample,
        Repair repair,
        boolean values,
        String requestId,
        String bodyHash,
        Asker asker) {
    public ReconcileRequest {
        sources = List.copyOf(sources);
        levels = Set.copyOf(levels);
        types = Set.copyOf(types);
        patients = Set.copyOf(patients);
        expected = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(expected));
    }

    /** What is done about records that differ. */
    public enum Repair {
        NONE,
        /** They are listed. */
        PROPOSE,
        /** They are migrated again, and their patients compared once more. */
        APPLY
    }

    /**
     * A sample for chart review.
     *
     * @param n how many charts, from 1
     * @param seed of the draw; the same seed over the same patients draws the same
     * @param strata names of {@link Stratum}; empty for all
     */
    public record SampleRequest(int n, long seed, List<String> strata) {
        public SampleRequest {
            strata = List.copyOf(strata);
        }
    }

    /** The same for the source system of its run. */
    ReconcileRequest of(String system) {
        return new ReconcileRequest(
                sources, system, run, levels, types, patients, expected, sample, repair, values, requestId, bodyHash,
                asker);
    }

    /** The same for the patients of this run, with nothing else asked for. */
    ReconcileRequest after(long repairRun, String system) {
        return new ReconcileRequest(
                List.of(),
                system,
                repairRun,
                levels,
                types,
                Set.of(),
                new TreeMap<>(),
                null,
                Repair.NONE,
                false,
                "",
                "",
                asker);
    }

    /** SHA-256 over what is compared: a call that asks for the same goes on where an interrupted one ended. */
    String asked() {
        return ContentHash.of(described().toString().getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    /** What is compared, in words; no contents of uploads, and no identifiers of patients. */
    Map<String, String> described() {
        Map<String, String> words = new TreeMap<>();
        words.put(
                "source",
                sources.stream()
                        .map(s -> s.identity() + " (" + s.format() + ")")
                        .collect(Collectors.joining(", ")));
        words.put("sourceSystem", sourceSystem);
        words.put("run", run == null ? "" : run.toString());
        words.put("level", levels.stream().sorted().map(Level::code).collect(Collectors.joining(", ")));
        words.put("_type", types.stream().sorted().collect(Collectors.joining(", ")));
        words.put("patient", patientsHash());
        words.put("expected", expected.isEmpty() ? "" : expected.toString());
        words.put("repair", repair == Repair.NONE ? "" : repair.name());
        words.put("sample", sample == null ? "" : sample.toString());
        return words;
    }

    private String patientsHash() {
        return patients.isEmpty()
                ? ""
                : ContentHash.of(patients.stream()
                                .sorted()
                                .collect(Collectors.joining("\n"))
                                .getBytes(StandardCharsets.UTF_8))
                        .hex();
    }
}
