package org.chartlift.reconcile.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.chartlift.reconcile.Check;
import org.chartlift.reconcile.Level;
import org.chartlift.record.Severity;
import org.junit.jupiter.api.Test;

class GateTest {
    private static CheckResult result(long checked, long violated, String threshold, String error, String not) {
        Check check = new Check(Level.VALUES, "x", Severity.B);
        return new CheckResult(check, checked, violated, new BigDecimal(threshold), "", error, not);
    }

    private static final CheckResult PASSED = result(1000, 1, "99.9", "", "");
    private static final CheckResult FAILED = result(1000, 2, "99.9", "", "");
    private static final CheckResult NOTHING = result(0, 0, "100", "", "only some patients were asked for");

    @Test
    void errorComesBeforeNotApplicableBeforeFailedBeforePassed() {
        assertThat(result(0, 0, "100", "lost", "no matter").status()).isEqualTo(Status.ERROR);
        assertThat(result(1000, 999, "100", "lost", "").status()).isEqualTo(Status.ERROR);
        assertThat(NOTHING.status()).isEqualTo(Status.NOT_APPLICABLE);
        assertThat(NOTHING.reason()).isEqualTo("only some patients were asked for");
        assertThat(FAILED.status()).isEqualTo(Status.FAILED);
        assertThat(PASSED.status()).isEqualTo(Status.PASSED);
    }

    @Test
    void whatWasLeftOutIsToldOfACheckThatPassed() {
        CheckResult partly = result(10, 0, "100", "", "left out: kind 'ADT^A08'");

        assertThat(partly.status()).isEqualTo(Status.PASSED);
        assertThat(partly.reason()).isEqualTo("left out: kind 'ADT^A08'");
        assertThat(PASSED.reason()).isEmpty();
        assertThat(result(0, 0, "100", "", "").reason()).isEqualTo("there was nothing to be checked");
    }

    @Test
    void aSurplusWithoutAnythingStatedFails() {
        assertThat(result(0, 1, "100", "", "").status()).isEqualTo(Status.FAILED);
    }

    @Test
    void noRoundingMakesAFailedCheckPass() {
        CheckResult almost = result(100_000_000, 1, "100", "", "");

        assertThat(almost.status()).isEqualTo(Status.FAILED);
        assertThat(almost.percent()).isEqualByComparingTo("99.9999");
        assertThat(result(3, 3, "0", "", "").status()).isEqualTo(Status.PASSED);
    }

    @Test
    void theGatePassesOnlyIfSomethingPassedAndNothingFailedOrCouldNotBeMade() {
        assertThat(Gate.of(List.of(PASSED, NOTHING))).isEqualTo(Gate.PASS);
        assertThat(Gate.of(List.of(PASSED, FAILED))).isEqualTo(Gate.FAIL);
        assertThat(Gate.of(List.of(PASSED, result(10, 0, "100", "lost", "")))).isEqualTo(Gate.FAIL);
        assertThat(Gate.of(List.of(NOTHING))).isEqualTo(Gate.FAIL);
        assertThat(Gate.of(List.of())).isEqualTo(Gate.FAIL);
    }
}
