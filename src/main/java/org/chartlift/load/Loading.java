package org.chartlift.load;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.chartlift.ledger.RecordRow;
import org.chartlift.record.Disposition;

/**
 * The two passes over a run's records. The first converts all of them, for the account of their leaves and for the resources that
 * patients share; the second loads these, and then patient by patient. Memory holds shared resources and one unit per worker, never the
 * extract. Called by one thread.
 */
public final class Loading {
    private static final int UNIT_RESOURCES = 100;
    private static final int UNIT_RECORDS = 200;
    private static final long UNIT_BYTES = 8L << 20;

    private final LoadServices services;
    private final LoadRun load;
    private final int workers;
    private final SharedResources shared;
    private final AtomicLong converted = new AtomicLong();

    /** The passes of one run. */
    public Loading(LoadServices services, LoadRun load, int workers) {
        this.services = services;
        this.load = load;
        this.workers = workers;
        this.shared = new SharedResources(services, load);
    }

    /** Records that the first pass has converted so far. May be called by any thread. */
    public long converted() {
        return converted.get();
    }

    /** First pass. */
    public void convert(Iterator<Work> work) {
        Workers.run(workers, work, piece -> {
            for (RecordRow row : piece.records()) {
                if (!load.stopReason().isEmpty()) {
                    return;
                }
                ConvertedRecord record = convert(piece, row, true);
                if (record.isClean()) {
                    shared.collect(record);
                }
                converted.incrementAndGet();
            }
        });
    }

    private ConvertedRecord convert(Work piece, RecordRow row, boolean count) {
        return load.converter().convert(row, piece.scanFindings(row), load.run().sourceSystem(), count);
    }

    /**
     * Second pass.
     *
     * @throws LoadInterruptedException if the database is not well
     */
    public void load(Iterator<Work> work) {
        shared.load();
        Workers.run(workers, work, this::load);
    }

    private void load(Work piece) {
        UnitLoader loader = new UnitLoader(services, load);
        List<ConvertedRecord> unit = new ArrayList<>();
        Size size = new Size();
        for (RecordRow row : piece.records()) {
            if (load.isStopped()) {
                return;
            }
            if (row.disposition() == Disposition.QUARANTINED) {
                loader.block(convert(piece, row, false));
            }
            if (row.disposition() == null) {
                ConvertedRecord record = convert(piece, row, false);
                unit.add(record);
                if (size.add(record)) {
                    loader.load(unit);
                    unit = new ArrayList<>();
                    size = new Size();
                }
            }
        }
        loader.load(unit);
    }

    /** How much a unit holds. */
    private static final class Size {
        private long records;
        private long resources;
        private long bytes;

        /** Adds a record, and answers whether the unit is full. */
        boolean add(ConvertedRecord record) {
            records++;
            resources += record.own().count();
            bytes += record.bytes().length;
            return records >= UNIT_RECORDS || resources >= UNIT_RESOURCES || bytes >= UNIT_BYTES;
        }
    }
}
