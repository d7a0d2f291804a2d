package org.chartlift.reconcile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.chartlift.reconcile.directory.DirectoryFold;
import org.chartlift.reconcile.fact.Forms;

/** Looks at practitioners, organizations and roles with nothing but the records: what the comparison does with its work rows, in memory. */
final class DirectoryLook implements Witness.Directory {
    private static final ToLongFunction<String> HASH = value -> Long.parseUnsignedLong(
            Forms.sha256(value.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .substring(0, 16),
            16);

    private final Witness witness;
    private final List<StatedRecord> records;
    private final String sourceSystem;
    private final List<Listed> rows = new ArrayList<>();

    /** @param records all of the source system, in the order in which they took effect */
    DirectoryLook(Witness witness, List<StatedRecord> records, String sourceSystem) {
        this.witness = witness;
        this.records = records;
        this.sourceSystem = sourceSystem;
        DirectoryFold fold = new DirectoryFold();
        for (StatedRecord record : records) {
            fold.add(
                    listings(record).stream()
                            .map(l -> DirectoryFold.Hashed.of(l, HASH))
                            .toList(),
                    record.order(),
                    true);
        }
        fold.each(rows::add);
        rows.sort(
                Comparator.comparing(Listed::kind).thenComparing(Listed::index).thenComparing(Listed::lookup));
    }

    Tally compare(Witness.Scope scope) {
        return witness.compareDirectory(rows, scope, this);
    }

    @Override
    public long hash(String value) {
        return HASH.applyAsLong(value);
    }

    @Override
    public long entity(Listing listing) {
        return DirectoryFold.entity(listing, HASH);
    }

    @Override
    public boolean isLoaded() {
        return true;
    }

    @Override
    public StatedRecord record(long order) {
        return records.stream().filter(r -> r.order() == order).findFirst().orElse(null);
    }

    @Override
    public List<Listing> listings(StatedRecord record) {
        return witness.named(record, sourceSystem, true).listings();
    }
}
