package org.chartlift.run;

import java.time.Duration;

/**
 * How far a run has come.
 *
 * @param phase what it does now
 * @param done records that are settled
 * @param total records to settle; 0 while they are counted
 * @param percent of the whole work, 0 to 100
 * @param perSecond records settled per second since the load began
 * @param left seconds that remain at that rate; negative while it is unknown
 */
public record Progress(String phase, long done, long total, int percent, double perSecond, long left) {
    private static final double CONVERTING_SHARE = 0.2;

    static Progress of(String phase, long converted, long done, long total, Duration loading) {
        if (total == 0) {
            return new Progress(phase, 0, 0, 0, 0, -1);
        }
        double share = CONVERTING_SHARE * converted / total + (1 - CONVERTING_SHARE) * done / total;
        double seconds = loading.toMillis() / 1000.0;
        double rate = seconds > 0 ? done / seconds : 0;
        long left = rate > 0 ? Math.round((total - done) / rate) : -1;
        return new Progress(phase, done, total, (int) Math.min(100, Math.floor(share * 100)), rate, left);
    }

    /** For the {@code X-Progress} header. */
    public String text() {
        String rate = perSecond > 0 ? String.format(java.util.Locale.ROOT, ", %.0f records/s", perSecond) : "";
        return percent + "% (" + phase + ", " + done + " of " + total + " records" + rate
                + (left >= 0 ? ", " + left + " s left)" : ")");
    }
}
