package org.chartlift.rollback;

import java.util.List;
import java.util.TreeSet;

/**
 * What is to be rolled back; an empty list does not narrow it.
 *
 * @param types resource types
 * @param patients {@code Patient/id} of those whose record it is
 * @param runs numbers of runs whose writes alone are taken back
 * @param department {@code Location/id} or {@code Organization/id}: visits there, or in a part of it, and what refers to them; empty for all
 */
public record Scope(List<String> types, List<String> patients, List<Long> runs, String department) {
    public Scope {
        types = List.copyOf(new TreeSet<>(types));
        patients = List.copyOf(new TreeSet<>(patients));
        runs = List.copyOf(new TreeSet<>(runs));
    }

    /** Whether it is everything since the checkpoint. */
    public boolean isWhole() {
        return types.isEmpty() && patients.isEmpty() && runs.isEmpty() && department.isEmpty();
    }
}
