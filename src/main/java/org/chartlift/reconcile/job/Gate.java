package org.chartlift.reconcile.job;

import java.util.Collection;

/** The answer to whether the data may be relied on. */
public enum Gate {
    PASS,
    FAIL;

    /** Passes only if at least one check was made and none is in status Error or Failed. */
    static Gate of(Collection<CheckResult> checks) {
        boolean bad = checks.stream().map(CheckResult::status).anyMatch(s -> s == Status.ERROR || s == Status.FAILED);
        boolean any = checks.stream().map(CheckResult::status).anyMatch(s -> s == Status.PASSED);
        return bad || !any ? FAIL : PASS;
    }

    /** As in parameters. */
    public String code() {
        return this == PASS ? "pass" : "fail";
    }
}
