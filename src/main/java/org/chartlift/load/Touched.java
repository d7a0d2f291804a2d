package org.chartlift.load;

import java.util.Objects;
import java.util.TreeSet;
import org.chartlift.ledger.ContentHasher;
import org.chartlift.record.ContentHash;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** One resource of a unit, on its way from what is stored to what will be. For one thread. */
final class Touched {
    private final String reference;
    private final @Nullable Stored before;
    private final TreeSet<Long> by = new TreeSet<>();
    private @Nullable Resource now;
    private boolean repointed;
    private boolean remapped;
    private @Nullable ContentHash after;

    Touched(String reference, @Nullable Stored before) {
        this.reference = reference;
        this.before = before;
        this.now = before == null ? null : before.resource();
    }

    String reference() {
        return reference;
    }

    @Nullable
    Stored before() {
        return before;
    }

    @Nullable
    Resource now() {
        return now;
    }

    Resource resource() {
        return Objects.requireNonNull(now, reference);
    }

    /** The records that had a say. */
    TreeSet<Long> by() {
        return by;
    }

    boolean isRepointed() {
        return repointed;
    }

    /** Changed maps made this of records that were loaded before. */
    void remap(TreeSet<Long> records, Resource next) {
        remapped = true;
        now = next;
        by.addAll(records);
    }

    boolean isRemapped() {
        return remapped;
    }

    /** The content is final: its hash is taken. */
    void seal(ContentHasher hasher) {
        after = hasher.hash(resource());
    }

    /** Hash of the final content. */
    ContentHash after() {
        return Objects.requireNonNull(after, "sealed");
    }

    /** Whether the final content is not what is stored. */
    boolean isChanged() {
        return before == null || !after().equals(before.hash());
    }

    /** Gives it new content, and answers whether that is a change. */
    boolean set(long seq, Resource next, ContentHasher hasher) {
        boolean changed =
                now == null || !(now.equalsDeep(next) || hasher.hash(now).equals(hasher.hash(next)));
        now = next;
        by.add(seq);
        return changed;
    }

    /** One of its references was re-pointed on account of this record. */
    void repoint(long seq) {
        repointed = true;
        by.add(seq);
    }
}
