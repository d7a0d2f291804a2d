package org.chartlift.load;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.chartlift.ledger.WriteLedger.Found;
import org.chartlift.record.Disposition;
import org.jspecify.annotations.Nullable;

/**
 * A unit that is ready to be written.
 *
 * @param records the records that are loaded by it, in source order
 * @param sources the records that what is written was made from, for Provenance: mostly the same
 * @param touched the resources, some of which may be unchanged
 * @param dispositions of the records, by their number
 * @param findings of severity B and C, with the record
 * @param moves what it does to stored resources of which no record speaks; null for nothing
 */
record UnitPlan(
        List<ConvertedRecord> records,
        List<org.chartlift.record.SourceRef> sources,
        Collection<Touched> touched,
        Map<Long, Disposition> dispositions,
        List<Found> findings,
        @Nullable Moves moves) {}
