package org.chartlift.reconcile.job;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.chartlift.reconcile.Check;

/**
 * One check of a comparison.
 *
 * @param check the check
 * @param checked how often it was made
 * @param violated how often it was violated
 * @param threshold percent that must be right
 * @param thresholdReason why the threshold is what it is
 * @param error why it could not be made, wholly or in part; empty if it was
 * @param notApplicable why it does not apply, wholly or in part; empty if it does, or if there was nothing to be checked
 */
public record CheckResult(
        Check check,
        long checked,
        long violated,
        BigDecimal threshold,
        String thresholdReason,
        String error,
        String notApplicable) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int DIGITS = 4;

    /** Error before Not applicable before Failed before Passed. */
    public Status status() {
        if (!error.isEmpty()) {
            return Status.ERROR;
        }
        if (checked == 0 && violated == 0) {
            return Status.NOT_APPLICABLE;
        }
        return isWithin() ? Status.PASSED : Status.FAILED;
    }

    /** Exact: no rounding makes a failed check pass. */
    private boolean isWithin() {
        BigDecimal allowed = HUNDRED.subtract(threshold).multiply(BigDecimal.valueOf(checked));
        return HUNDRED.multiply(BigDecimal.valueOf(violated)).compareTo(allowed) <= 0;
    }

    /** Percent that is right, rounded down, so that 100 means all; 0 where nothing was checked. */
    public BigDecimal percent() {
        if (checked == 0) {
            return BigDecimal.ZERO;
        }
        return HUNDRED.multiply(BigDecimal.valueOf(Math.max(0, checked - violated)))
                .divide(BigDecimal.valueOf(checked), MathContext.DECIMAL64)
                .setScale(DIGITS, RoundingMode.DOWN)
                .stripTrailingZeros();
    }

    /** Why the status is what it is, or what was left out; empty for a check of everything that passed or failed. */
    public String reason() {
        if (!error.isEmpty()) {
            return error;
        }
        boolean nothing = status() == Status.NOT_APPLICABLE && notApplicable.isEmpty();
        return nothing ? "there was nothing to be checked" : notApplicable;
    }
}
