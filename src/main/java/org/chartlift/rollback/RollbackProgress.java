package org.chartlift.rollback;

/**
 * How far a rollback has come.
 *
 * @param phase what it does now
 * @param done resources that are done in this phase
 * @param total resources in all; 0 while they are counted
 */
public record RollbackProgress(String phase, long done, long total) {
    /** For the {@code X-Progress} header. */
    public String text() {
        long percent = total == 0 ? 0 : Math.min(100, 100 * done / total);
        return percent + "% (" + phase + ", " + done + " of " + total + " resources)";
    }
}
