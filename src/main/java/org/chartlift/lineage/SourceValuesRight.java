package org.chartlift.lineage;

/** Who may see what source records say. Safe for use by several threads. */
@FunctionalInterface
public interface SourceValuesRight {
    /** Whether this caller may. */
    boolean has(Asker asker);
}
