package org.chartlift.reconcile.job;

/**
 * What a sample of charts tells of all of them: the exact upper limit of the share of wrong charts, one-sided, by the binomial (Clopper-Pearson) and, where the
 * number of all charts is known, by the hypergeometric distribution, which is never worse.
 */
public final class Confidence {
    private static final int STEPS = 200;

    private Confidence() {}

    /**
     * The highest share of wrong items under which {@code errors} or fewer in a sample of {@code n} are not less likely than {@code 1 - level}.
     *
     * @param n items looked at, from 1
     * @param errors wrong ones among them
     * @param level confidence, for example 0.95
     */
    public static double upper(int n, int errors, double level) {
        if (errors >= n) {
            return 1;
        }
        double low = 0;
        double high = 1;
        for (int i = 0; i < STEPS; i++) {
            double middle = (low + high) / 2;
            if (atMost(n, errors, middle) > 1 - level) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** How likely {@code errors} or fewer of {@code n} are wrong if each is with probability {@code p}. */
    private static double atMost(int n, int errors, double p) {
        if (p <= 0) {
            return 1;
        }
        double sum = 0;
        double log = n * Math.log1p(-p);
        double odds = Math.log(p) - Math.log1p(-p);
        for (int k = 0; k <= errors; k++) {
            sum += Math.exp(log);
            log += Math.log((double) (n - k) / (k + 1)) + odds;
        }
        return Math.min(1, sum);
    }

    /**
     * The largest number of wrong items among {@code population} under which a sample of {@code n} drawn from them shows {@code errors} or fewer not less likely
     * than {@code 1 - level}.
     */
    public static long upperOf(long population, int n, int errors, double level) {
        long low = errors;
        long high = population - n + errors;
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (atMost(population, middle, n, errors) > 1 - level) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** How likely a sample shows {@code errors} or fewer if {@code wrong} of the population are. */
    private static double atMost(long population, long wrong, int n, int errors) {
        double sum = 0;
        for (int k = 0; k <= Math.min(errors, Math.min(n, wrong)); k++) {
            if (n - k <= population - wrong) {
                sum += Math.exp(choose(wrong, k) + choose(population - wrong, n - k) - choose(population, n));
            }
        }
        return Math.min(1, sum);
    }

    /** Natural logarithm of the binomial coefficient, summed exactly enough: k is at most the size of a sample. */
    private static double choose(long n, long k) {
        double log = 0;
        for (long i = 1; i <= k; i++) {
            log += Math.log(n - k + i) - Math.log(i);
        }
        return log;
    }
}
