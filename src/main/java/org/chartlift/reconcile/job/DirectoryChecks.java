package org.chartlift.reconcile.job;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.chartlift.reconcile.Listed;
import org.chartlift.reconcile.Listing;
import org.chartlift.reconcile.StatedRecord;
import org.chartlift.reconcile.Tally;
import org.chartlift.reconcile.Witness;
import org.chartlift.reconcile.directory.DirectoryFold;
import org.jspecify.annotations.Nullable;

/** What all records say of practitioners, organizations and their roles, against the server, some hundred at a time. One thread. */
final class DirectoryChecks {
    private static final int LOOKUPS = 500;

    private final Witness witness;
    private final DirectoryStore store;
    private final PlanStore plan;
    private final KeyedHash hash;

    DirectoryChecks(Witness witness, DirectoryStore store, PlanStore plan, KeyedHash hash) {
        this.witness = witness;
        this.store = store;
        this.plan = plan;
        this.hash = hash;
    }

    /**
     * Compares.
     *
     * @param loaded whether the records were loaded by runs, and not by others
     * @param stop asked between pages; what was found until then is of no use
     */
    void compare(
            Part part, RecordSource source, Witness.Scope scope, boolean loaded, BooleanSupplier stop, Tally tally) {
        Known known = new Known(part, source, loaded);
        List<Listed> page = store.page(part, DirectoryStore.Place.START, LOOKUPS);
        while (!page.isEmpty() && !stop.getAsBoolean()) {
            tally.add(witness.compareDirectory(page, scope, known));
            page = store.page(part, DirectoryStore.Place.of(page.get(page.size() - 1)), LOOKUPS);
        }
    }

    private final class Known implements Witness.Directory {
        private final Part part;
        private final RecordSource source;
        private final boolean loaded;

        Known(Part part, RecordSource source, boolean loaded) {
            this.part = part;
            this.source = source;
            this.loaded = loaded;
        }

        @Override
        public long hash(String value) {
            return hash.number(value);
        }

        @Override
        public long entity(Listing listing) {
            return DirectoryFold.entity(listing, hash::number);
        }

        @Override
        public boolean isLoaded() {
            return loaded;
        }

        @Override
        public @Nullable StatedRecord record(long order) {
            return plan.records(part, order - 1, 1).stream()
                    .filter(r -> r.seq() == order)
                    .map(this::read)
                    .findFirst()
                    .orElse(null);
        }

        private StatedRecord read(PlannedRecord r) {
            byte[] bytes = source.bytes(List.of(r)).getOrDefault(r.hash(), new byte[0]);
            return new StatedRecord(r.seq(), r.location(), r.format(), bytes);
        }

        @Override
        public List<Listing> listings(StatedRecord record) {
            return record.bytes().length == 0
                    ? List.of()
                    : witness.named(record, part.sourceSystem(), true).listings();
        }
    }
}
