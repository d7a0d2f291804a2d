package org.chartlift.load;

import java.util.List;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;

/**
 * A record on its way into quarantine.
 *
 * @param record the record
 * @param findings why; one of severity A at least
 * @param waitsFor location of the record that it waits for; empty if it is bad by itself
 */
record Held(ConvertedRecord record, List<Finding> findings, String waitsFor) {
    static final String WAITS_FOR = "waits-for";

    /** Bad by itself. */
    static Held bad(ConvertedRecord record, List<Finding> findings) {
        return new Held(record, findings, "");
    }

    /** Good, but the order of it and an earlier bad record matters. */
    static Held waiting(ConvertedRecord record, String location) {
        Finding finding = new Finding(
                Severity.A,
                WAITS_FOR,
                "",
                "",
                "An earlier record of the same patient is in quarantine and must be loaded first: " + location + ".");
        return new Held(record, List.of(finding), location);
    }

    boolean isWaiting() {
        return !waitsFor.isEmpty();
    }

    /** The finding that decides. */
    Finding decisive() {
        return findings.stream()
                .filter(f -> f.severity() == Severity.A)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a record is held for a finding of severity A"));
    }

    /** For the record's row. */
    String reason() {
        return isWaiting()
                ? WAITS_FOR + ' ' + waitsFor
                : decisive().rule() + ": " + decisive().message();
    }
}
