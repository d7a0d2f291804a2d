package org.chartlift.reconcile;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what records state with what the server holds, group by group. Implementations are safe for use by several threads and keep nothing
 * between calls, so that memory is that of the groups at hand.
 */
public interface Witness {
    /**
     * What is compared.
     *
     * @param levels levels that are looked at
     * @param types resource types that are looked at; empty for all
     * @param sourceSystem URI of the source system, as the records were loaded under
     */
    record Scope(Set<Level> levels, Set<String> types, String sourceSystem) {
        public Scope {
            levels = Set.copyOf(levels);
            types = Set.copyOf(types);
        }
    }

    /**
     * Whom a record names.
     *
     * @param patientKeys patient identifiers, {@code authority|id} or the like: records that share one belong to one group; empty if it names no patient
     * @param listings what it says of those whom many patients' records share; empty if it was not asked for
     */
    record Named(List<String> patientKeys, List<Listing> listings) {
        public Named {
            patientKeys = List.copyOf(patientKeys);
            listings = List.copyOf(listings);
        }
    }

    /**
     * Whom the record names, in one reading of it.
     *
     * @param shared whether the listings are asked for
     */
    Named named(StatedRecord record, String sourceSystem, boolean shared);

    /** Compares these groups. Nothing is written. */
    Tally compare(List<PatientGroup> groups, Scope scope);

    /**
     * The checks that a comparison of the directory makes.
     *
     * @param types resource types that are looked at; empty for all
     */
    List<Check> directoryChecks(Set<String> types);

    /** What a comparison of the directory asks of its caller, who alone knows all records and the key of hashes. */
    interface Directory {
        /** The keyed hash of a value. */
        long hash(String value);

        /** Which entry the listing is about. */
        long entity(Listing listing);

        /** Whether the records were loaded by runs, so that all they name must be there. */
        boolean isLoaded();

        /** The record at this place in the order in which records took effect; null if it cannot be read any more. */
        @Nullable
        StatedRecord record(long order);

        /** What it says. */
        List<Listing> listings(StatedRecord record);
    }

    /**
     * Compares entries of the directory. Nothing is written.
     *
     * @param page all fields of all entries of some lookups
     */
    Tally compareDirectory(List<Listed> page, Scope scope, Directory directory);
}
