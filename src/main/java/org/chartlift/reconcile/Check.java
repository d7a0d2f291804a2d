package org.chartlift.reconcile;

import org.chartlift.record.Severity;

/**
 * One thing that is looked at.
 *
 * @param level what kind of thing it is
 * @param name stable name, for example {@code allergy.code} (a field of a kind of fact), {@code allergy.missing}, {@code reference.dangling}
 * @param severity class of a violation: A hurts a patient at once, B misleads, C is untidy
 */
public record Check(Level level, String name, Severity severity) implements Comparable<Check> {
    @Override
    public int compareTo(Check other) {
        int byLevel = level.compareTo(other.level);
        return byLevel != 0 ? byLevel : name.compareTo(other.name);
    }
}
