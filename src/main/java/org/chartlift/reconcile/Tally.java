package org.chartlift.reconcile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often each check was made, and what violated it. One thread at a time. */
public final class Tally {
    private final Map<Check, Long> checked = new TreeMap<>();
    private final Map<String, Long> skipped = new TreeMap<>();
    private final List<Difference> differences = new ArrayList<>();

    /** The check was made once more, whatever came of it. */
    public void checked(Check check) {
        checked(check, 1);
    }

    /** The check was made {@code times} more. */
    public void checked(Check check, long times) {
        checked.merge(check, times, Long::sum);
    }

    /** A check that was counted as made was violated. */
    public void violated(Difference difference) {
        differences.add(difference);
    }

    /** Times each check was made, in the order of checks. */
    public Map<Check, Long> checked() {
        return Collections.unmodifiableMap(checked);
    }

    /** In the order in which they were found. */
    public List<Difference> differences() {
        return Collections.unmodifiableList(differences);
    }

    /**
     * Something could not be looked at.
     *
     * @param why stable name, for example {@code patient-without-identifier}
     */
    public void skipped(String why, long times) {
        skipped.merge(why, times, Long::sum);
    }

    /** How many things could not be looked at, by reason. */
    public Map<String, Long> skipped() {
        return Collections.unmodifiableMap(skipped);
    }

    /** Takes over what another tally counted. */
    public void add(Tally other) {
        other.checked.forEach(this::checked);
        other.skipped.forEach(this::skipped);
        differences.addAll(other.differences);
    }
}
