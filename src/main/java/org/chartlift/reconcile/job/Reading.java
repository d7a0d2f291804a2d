package org.chartlift.reconcile.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.chartlift.reconcile.Check;
import org.chartlift.reconcile.Difference;
import org.chartlift.reconcile.Level;
import org.chartlift.reconcile.Listed;
import org.chartlift.reconcile.Listing;
import org.chartlift.reconcile.StatedRecord;
import org.chartlift.reconcile.Tally;
import org.chartlift.reconcile.Witness;
import org.chartlift.reconcile.directory.DirectoryFold;
import org.chartlift.reconcile.job.PlanStore.Key;
import org.chartlift.reconcile.job.PlanStore.Read;
import org.chartlift.record.ContentHash;
import org.chartlift.record.Severity;
import org.chartlift.run.Grouping;
import org.chartlift.source.SourceReader;
import org.chartlift.source.UnreadableRecordException;
import org.jspecify.annotations.Nullable;

/**
 * The first pass of a part: reads every record once, checks its bytes against their hash and its kind against what the ledger calls it, counts its leaves, and
 * finds the groups of patients, and what is said of those whom many records share. Memory is that of {@link Grouping}, 9 bytes a record more, and that of {@link DirectoryFold}. Called by one thread; reads with several.
 */
final class Reading {
    /** The bytes are there and are what they were. */
    static final Check KEPT = new Check(Level.COVERAGE, "record.kept", Severity.A);
    /** The bytes say the kind that the ledger says. */
    static final Check KIND = new Check(Level.COVERAGE, "record.kind", Severity.B);
    /** The record can be read as one. */
    static final Check READABLE = new Check(Level.COUNTS, "record.readable", Severity.B);

    private static final int PAGE = 1000;
    private static final int PIECE = 100;

    private final Witness witness;
    private final Map<String, SourceReader> readers;
    private final PlanStore plan;
    private final Part part;
    private final RecordSource source;
    private final Predicate<List<String>> wanted;
    private final boolean kinds;
    private final @Nullable DirectoryFold directory;
    private final KeyedHash hash;
    private final int workers;
    private final Grouping grouping;
    private final Tally tally = new Tally();
    private final BitSet stated = new BitSet();
    private final BitSet asked = new BitSet();
    private final BitSet named = new BitSet();
    private int[] seqs = new int[PAGE];
    private int[] leaves = new int[PAGE];

    /**
     * @param wanted whether patients of these keys were asked for
     * @param kinds whether kinds are checked; that the bytes are there and can be read always is
     * @param shared whether it is gathered what the records say of those whom many patients' records share
     */
    Reading(
            JobServices services,
            Witness witness,
            PlanStore plan,
            Part part,
            RecordSource source,
            Predicate<List<String>> wanted,
            boolean kinds,
            boolean shared) {
        this.witness = witness;
        this.readers = services.readersByFormat();
        this.plan = plan;
        this.part = part;
        this.source = source;
        this.wanted = wanted;
        this.kinds = kinds;
        this.directory = shared ? new DirectoryFold() : null;
        this.hash = services.hash();
        this.workers = services.workers();
        this.grouping = new Grouping(services.hash()::number);
    }

    /** What one record said. */
    private record Said(
            PlannedRecord record,
            boolean kept,
            boolean readable,
            String kind,
            long leaves,
            List<String> keys,
            List<DirectoryFold.Hashed> shared) {}

    /** Reads all records of the part. {@code stop} is asked now and then. */
    void run(java.util.function.BooleanSupplier stop) {
        ExecutorService threads = Executors.newFixedThreadPool(workers, r -> {
            Thread thread = new Thread(r, "chartlift-reconcile-reader");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<PlannedRecord> page = plan.records(part, -1, PAGE);
            while (!page.isEmpty() && !stop.getAsBoolean()) {
                List<Callable<List<Said>>> pieces = new ArrayList<>();
                for (int i = 0; i < page.size(); i += PIECE) {
                    List<PlannedRecord> piece = page.subList(i, Math.min(page.size(), i + PIECE));
                    pieces.add(() -> read(piece));
                }
                for (Future<List<Said>> said : threads.invokeAll(pieces)) {
                    said.get().forEach(this::take);
                }
                page = plan.records(part, page.get(page.size() - 1).seq(), PAGE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedComparisonException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException r ? r : new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Said> read(List<PlannedRecord> records) {
        Map<ContentHash, byte[]> bytes = source.bytes(records);
        return records.stream().map(r -> read(r, bytes.get(r.hash()))).toList();
    }

    private Said read(PlannedRecord r, byte @Nullable [] bytes) {
        SourceReader reader = readers.get(r.format());
        boolean kept = bytes != null || r.state() == RecordState.EXCLUDED;
        if (bytes == null || reader == null || r.state() == RecordState.UNREADABLE) {
            return new Said(r, kept, false, r.kind(), 0, List.of(), List.of());
        }
        try {
            MessageBytes message = MessageBytes.of(bytes, reader);
            if (r.state() != RecordState.STATED) {
                return new Said(r, true, true, message.kind(), message.leaves(), List.of(), List.of());
            }
            StatedRecord record = new StatedRecord(r.seq(), r.location(), r.format(), bytes);
            Witness.Named named = witness.named(record, part.sourceSystem(), directory != null);
            return new Said(
                    r, true, true, message.kind(), message.leaves(), named.patientKeys(), hashed(named.listings()));
        } catch (UnreadableRecordException e) {
            return new Said(r, true, false, r.kind(), 0, List.of(), List.of());
        }
    }

    /** In the workers: hashing is most of the work. */
    private List<DirectoryFold.Hashed> hashed(List<Listing> listings) {
        return listings.stream()
                .map(listing -> DirectoryFold.Hashed.of(listing, hash::number))
                .toList();
    }

    private void take(Said said) {
        PlannedRecord r = said.record();
        if (directory != null) {
            directory.add(said.shared(), r.seq(), r.asked());
        }
        int index = grouping.size();
        grouping.add(said.keys());
        if (index >= seqs.length) {
            seqs = Arrays.copyOf(seqs, index * 2);
            leaves = Arrays.copyOf(leaves, index * 2);
        }
        seqs[index] = Math.toIntExact(r.seq());
        leaves[index] = Math.toIntExact(said.leaves());
        check(said);
        boolean compared = r.state() == RecordState.STATED && said.kept() && said.readable();
        stated.set(index, compared);
        asked.set(index, r.asked());
        named.set(index, wanted.test(said.keys()));
        if (r.state() == RecordState.STATED && !compared) {
            plan.unreadable(part, r.seq());
        }
    }

    private void check(Said said) {
        PlannedRecord r = said.record();
        if (!r.asked()) {
            return;
        }
        if (r.state() != RecordState.EXCLUDED) {
            count(KEPT, said.kept(), r, r.hash().hex(), "");
        }
        if (r.state() == RecordState.STATED || r.state() == RecordState.UNREADABLE) {
            count(READABLE, !said.kept() || said.readable(), r, "", "");
        }
        // what was quarantined for its header has no kind in the ledger, and is counted as such
        boolean unknown = r.state() == RecordState.QUARANTINED && r.kind().isEmpty();
        if (kinds && said.readable() && !unknown) {
            boolean same = r.kind().equals(said.kind()) || r.kind().startsWith(said.kind() + "^");
            count(KIND, same, r, said.kind(), r.kind());
        }
    }

    private void count(Check check, boolean good, PlannedRecord r, String expected, String actual) {
        tally.checked(check);
        if (!good) {
            tally.violated(new Difference(check, r.location(), "", "", "", expected, actual));
        }
    }

    /** The value of an identifier, without its system. */
    static String idOf(String key) {
        return key.substring(key.lastIndexOf('|') + 1);
    }

    Tally tally() {
        return tally;
    }

    /** Writes groups and keys. Of groups with no record that was asked for nothing is written. */
    void store() {
        BitSet askedGroups = groupsOf(asked);
        BitSet namedGroups = groupsOf(named);
        List<Read> reads = new ArrayList<>();
        for (int i = 0; i < grouping.size(); i++) {
            int group = grouping.group(i);
            boolean wantedGroup = askedGroups.get(group) && namedGroups.get(group);
            if (stated.get(i) && wantedGroup) {
                reads.add(new Read(seqs[group], seqs[i], leaves[i]));
            } else if (!stated.get(i) && asked.get(i)) {
                reads.add(new Read(-1, seqs[i], leaves[i]));
            }
            if (reads.size() >= PAGE) {
                plan.reads(part, reads);
                reads.clear();
            }
        }
        plan.reads(part, reads);
        List<Key> keys = new ArrayList<>();
        grouping.eachKey((key, record) -> {
            int group = grouping.group(record);
            keys.add(new Key(key, askedGroups.get(group) && namedGroups.get(group)));
            if (keys.size() >= PAGE) {
                plan.keys(part, keys);
                keys.clear();
            }
        });
        plan.keys(part, keys);
    }

    /** Writes what the records say of those whom many patients' records share. */
    void store(DirectoryStore to) {
        if (directory == null) {
            return;
        }
        List<Listed> rows = new ArrayList<>();
        directory.each(row -> {
            rows.add(row);
            if (rows.size() >= PAGE) {
                to.put(part, rows);
                rows.clear();
            }
        });
        to.put(part, rows);
    }

    private BitSet groupsOf(BitSet records) {
        BitSet groups = new BitSet();
        records.stream().filter(stated::get).forEach(i -> groups.set(grouping.group(i)));
        return groups;
    }
}
