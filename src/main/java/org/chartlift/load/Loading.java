package org.chartlift.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.chartlift.ledger.RecordRow;
import org.chartlift.record.Disposition;
import org.jspecify.annotations.Nullable;

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
    private final KnownRecords known;
    private final AtomicLong converted = new AtomicLong();

    /** The passes of one run. */
    public Loading(LoadServices services, LoadRun load, int workers) {
        this.services = services;
        this.load = load;
        this.workers = workers;
        this.shared = new SharedResources(services, load);
        this.known = new KnownRecords(services, load);
    }

    /** Records that the first pass has converted so far. May be called by any thread. */
    public long converted() {
        return converted.get();
    }

    /** First pass. */
    public void convert(Iterator<Work> work) {
        Workers.run(workers, work, piece -> {
            Map<Long, String> digests = known.digests(piece.records());
            for (RecordRow row : piece.records()) {
                if (!load.stopReason().isEmpty()) {
                    return;
                }
                collect(piece, row, digests.get(row.seq()));
                converted.incrementAndGet();
            }
        });
    }

    private void collect(Work piece, RecordRow row, @Nullable String digest) {
        Optional<Known> before = digest == null ? Optional.empty() : known.convert(piece, row, digest, true);
        if (before.isPresent()) {
            shared.compare(before.get());
            return;
        }
        ConvertedRecord record = convert(piece, row, digest == null);
        if (record.isClean()) {
            shared.collect(record);
        }
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
        List<RecordRow> rows = remap(piece);
        UnitLoader loader = new UnitLoader(services, load);
        List<ConvertedRecord> unit = new ArrayList<>();
        Size size = new Size();
        for (RecordRow row : rows) {
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

    /** Deals with the records that were loaded before, chunk by chunk, and answers the others. */
    private List<RecordRow> remap(Work piece) {
        Map<Long, String> digests = known.digests(piece.records());
        if (digests.isEmpty()) {
            return piece.records();
        }
        Map<Long, List<RecordRow>> chunks = new LinkedHashMap<>();
        List<RecordRow> rest = new ArrayList<>();
        for (RecordRow row : piece.records()) {
            boolean mine = digests.containsKey(row.seq()) && row.disposition() != Disposition.QUARANTINED;
            (mine ? chunks.computeIfAbsent(row.chunk(), c -> new ArrayList<>()) : rest).add(row);
        }
        for (List<RecordRow> chunk : chunks.values()) {
            if (!load.isStopped()) {
                rest.addAll(new Remapping(services, load, piece, digests).run(chunk));
            }
        }
        rest.sort(Comparator.comparingLong(RecordRow::chunk).thenComparingLong(RecordRow::seq));
        return rest;
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
