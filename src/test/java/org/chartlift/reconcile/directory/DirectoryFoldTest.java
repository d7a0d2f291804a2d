package org.chartlift.reconcile.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.chartlift.reconcile.Listed;
import org.chartlift.reconcile.Listing;
import org.junit.jupiter.api.Test;

class DirectoryFoldTest {
    private static final ToLongFunction<String> HASH = value -> value.hashCode() * 31L + 7;

    private final DirectoryFold fold = new DirectoryFold();

    private static Listing named(String key, String... names) {
        return listing(key, true, new Listing.Field("name", false, List.of(names)));
    }

    private static Listing maybe(String key, String... names) {
        return listing(key, false, new Listing.Field("name", false, List.of(names)));
    }

    private static Listing listing(String key, boolean sure, Listing.Field... said) {
        return new Listing(
                "practitioner", "Practitioner.identifier", key.hashCode(), key, sure, List.of(said), "PV1[1]-7");
    }

    private void add(long order, Listing... record) {
        fold.add(
                Arrays.stream(record).map(l -> DirectoryFold.Hashed.of(l, HASH)).toList(), order, order % 2 == 0);
    }

    private Listed row(String key, String field) {
        List<Listed> found = new ArrayList<>();
        long entity = DirectoryFold.entity(named(key), HASH);
        fold.each(row -> {
            if (row.entity() == entity && row.field().equals(field)) {
                found.add(row);
            }
        });
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static long[] hashes(String... values) {
        return Arrays.stream(values).mapToLong(HASH).toArray();
    }

    @Test
    void theLastRecordsWordStands() {
        add(1, named("7", "Old"));
        add(5, named("7", "New"));
        assertThat(row("7", "name").values()).containsExactly(hashes("New"));
        assertThat(row("7", "name").order()).isEqualTo(5);
    }

    @Test
    void aRecordThatDoesNotSpeakOfAFieldLeavesItAlone() {
        add(1, named("7", "Old"));
        add(5, listing("7", true));
        assertThat(row("7", "name").values()).containsExactly(hashes("Old"));
        assertThat(row("7", "name").order()).isEqualTo(1);
        assertThat(row("7", "").order()).isEqualTo(5);
    }

    @Test
    void ofOneRecordAnyWordMayStand() {
        add(1, named("7", "Older"));
        add(2, named("7", "One"), named("7", "Other"));
        assertThat(row("7", "name").values()).containsExactlyInAnyOrder(hashes("One", "Other"));
    }

    @Test
    void anEmptyWordClearsAndALaterOneFillsAgain() {
        add(1, named("7", "Old"));
        add(2, named("7"));
        assertThat(row("7", "name").values()).containsExactly(Listed.NOTHING);
        add(3, named("7", "New"));
        assertThat(row("7", "name").values()).containsExactly(hashes("New"));
    }

    @Test
    void ofOneRecordThatClearsAndSaysTheValueStands() {
        add(2, named("7"), named("7", "Said"));
        assertThat(row("7", "name").values()).containsExactly(hashes("Said"));
    }

    @Test
    void identifiersGrow() {
        add(1, listing("7", true, new Listing.Field("identifier", true, List.of("a|1"))));
        add(2, listing("7", true, new Listing.Field("identifier", true, List.of("a|1", "b|2"))));
        add(3, listing("7", true, new Listing.Field("identifier", true, List.of("c|3"))));
        assertThat(row("7", "identifier").values()).containsExactlyInAnyOrder(hashes("a|1", "b|2", "c|3"));
    }

    @Test
    void whatMayHaveHadNoEffectStandsBesideWhatSurelyHadUntilALaterSureWord() {
        add(1, named("7", "Sure"));
        add(2, maybe("7", "Maybe"));
        assertThat(row("7", "name").values()).containsExactlyInAnyOrder(hashes("Sure", "Maybe"));
        assertThat(row("7", "name").order()).isEqualTo(1);
        add(3, maybe("7", "Beside"), named("7", "Surer"));
        assertThat(row("7", "name").values()).containsExactlyInAnyOrder(hashes("Surer", "Beside"));
    }

    @Test
    void whatIsSaidByNoSureRecordMayBeAbsent() {
        add(1, maybe("7", "Maybe"));
        assertThat(row("7", "name").values()).containsExactlyInAnyOrder(HASH.applyAsLong("Maybe"), Listed.NOTHING);
        assertThat(row("7", "").order()).isNegative();
    }

    @Test
    void anEntryIsAskedForIfAnyOfItsRecordsIs() {
        add(1, named("7", "A"), named("8", "B"));
        add(2, named("7", "A"));
        assertThat(row("7", "").asked()).isTrue();
        assertThat(row("8", "").asked()).isFalse();
    }

    @Test
    void manyEntriesAreKeptApart() {
        for (int i = 0; i < 5000; i++) {
            add(i, named("k" + i, "n" + i));
        }
        for (int i = 0; i < 5000; i += 499) {
            assertThat(row("k" + i, "name").values()).containsExactly(hashes("n" + i));
            assertThat(row("k" + i, "name").lookup()).isEqualTo(("k" + i).hashCode());
        }
    }
}
