package org.chartlift.reconcile.job;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ConfidenceTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    @Test
    void twoHundredNinetyNineWithoutErrorAreBelowOnePercent() {
        assertThat(Confidence.upper(299, 0, 0.95)).isLessThan(0.01);
        assertThat(Confidence.upper(298, 0, 0.95)).isGreaterThan(0.01);
    }

    @Test
    void limitsAreThoseOfThePublishedFormula() {
        // without errors the limit is 1 - 0.05^(1/n)
        assertThat(Confidence.upper(299, 0, 0.95)).isCloseTo(1 - Math.pow(0.05, 1 / 299.0), EXACT);
        assertThat(Confidence.upper(10, 0, 0.95)).isCloseTo(1 - Math.pow(0.05, 0.1), EXACT);
        // where all but one are wrong it is 0.95^(1/n)
        assertThat(Confidence.upper(10, 9, 0.95)).isCloseTo(Math.pow(0.95, 0.1), EXACT);
        assertThat(Confidence.upper(10, 10, 0.95)).isEqualTo(1);
    }

    @Test
    void aSampleOfAllLeavesNothingOpen() {
        assertThat(Confidence.upperOf(50, 50, 0, 0.95)).isZero();
        assertThat(Confidence.upperOf(50, 50, 3, 0.95)).isEqualTo(3);
    }

    @Property(tries = 200)
    void knowingThePopulationIsNeverWorse(
            @ForAll @IntRange(min = 1, max = 200) int n,
            @ForAll @IntRange(max = 5) int errors,
            @ForAll @IntRange(max = 5000) int more) {
        int wrong = Math.min(errors, n);
        long population = n + more;

        assertThat((double) Confidence.upperOf(population, n, wrong, 0.95) / population)
                .isLessThanOrEqualTo(Confidence.upper(n, wrong, 0.95) + 1.0 / population);
    }
}
