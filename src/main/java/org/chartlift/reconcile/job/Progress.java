package org.chartlift.reconcile.job;

/**
 * How far a comparison has come.
 *
 * @param phase what it does now
 * @param done records whose patients are compared
 * @param total records to compare; 0 while they are read
 */
public record Progress(String phase, long done, long total) {
    private static final double READING_SHARE = 0.3;

    /** Percent of the whole work. */
    public int percent() {
        return total == 0 ? 0 : (int) Math.floor(100 * (READING_SHARE + (1 - READING_SHARE) * done / total));
    }

    /** For the {@code X-Progress} header. */
    public String text() {
        return percent() + "% (" + phase + (total == 0 ? ")" : ", " + done + " of " + total + " records)");
    }
}
