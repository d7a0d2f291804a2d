package org.chartlift.load;

import java.util.ArrayList;
import java.util.List;
import org.chartlift.ledger.WriteLedger.Found;
import org.chartlift.record.Finding;

/** Findings as rows: those of the scan are in the ledger already. */
final class Findings {
    private Findings() {}

    static List<Found> ofHeld(List<Held> held) {
        List<Found> rows = new ArrayList<>();
        held.forEach(h -> add(rows, h.record(), h.findings()));
        return rows;
    }

    /** Of a record that is loaded. */
    static List<Found> of(ConvertedRecord record) {
        List<Found> rows = new ArrayList<>();
        add(rows, record, record.findings());
        return rows;
    }

    private static void add(List<Found> rows, ConvertedRecord record, List<Finding> findings) {
        for (Finding finding : findings) {
            if (!record.scanned().contains(finding)) {
                rows.add(new Found(record.row().seq(), "", finding));
            }
        }
    }
}
