package org.chartlift.run;

/** The map files have faults; no run can begin until they are mended. The message lists the faults. */
public final class MapsUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MapsUnusableException(String faults, Throwable cause) {
        super(faults, cause);
    }
}
