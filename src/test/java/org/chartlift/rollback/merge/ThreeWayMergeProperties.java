package org.chartlift.rollback.merge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every three versions. */
class ThreeWayMergeProperties {
    private static final int TRIES = 5_000;

    private record Versions(ObjectNode base, ObjectNode ours, List<ObjectNode> between, ObjectNode current) {
        static Versions of(long seed) {
            RandomEdits edits = new RandomEdits(seed);
            ObjectNode base = edits.patient();
            ObjectNode ours = edits.edited(base, 4);
            List<ObjectNode> between = new ArrayList<>();
            ObjectNode current = edits.edited(ours, 4);
            for (long i = Math.floorMod(seed, 3); i > 0; i--) {
                between.add(current);
                current = edits.edited(current, 2);
            }
            return new Versions(base, ours, between, current);
        }

        MergeResult merge() {
            return ThreeWayMerge.merge(base, ours, between, current);
        }
    }

    /** A value that we brought as often as it is taken back may be missing as often. */
    @Property(tries = TRIES)
    void noLaterValueIsLost(@ForAll long seed) {
        Versions v = Versions.of(seed);
        MergeResult result = v.merge();
        Map<String, Integer> base = Leaves.of(v.base());
        Map<String, Integer> ours = Leaves.of(v.ours());
        Map<String, Integer> merged = Leaves.of(result.merged());
        Leaves.of(v.current()).forEach((leaf, count) -> {
            int written = ours.getOrDefault(leaf, 0);
            int takenBack = Math.max(0, written - base.getOrDefault(leaf, 0));
            if (count > written && merged.getOrDefault(leaf, 0) < count - takenBack) {
                assertThat(result.conflicts()).as(leaf).anyMatch(conflict -> Leaves.mentions(conflict.current(), leaf));
            }
        });
    }

    @Property(tries = TRIES)
    void nothingThatWasRemovedLaterComesBackUnlessAConflictSaysSo(@ForAll long seed) {
        Versions v = Versions.of(seed);
        MergeResult result = v.merge();
        Map<String, Integer> base = Leaves.of(v.base());
        Map<String, Integer> current = Leaves.of(v.current());
        Map<String, Integer> merged = Leaves.of(result.merged());
        Leaves.of(v.ours()).forEach((leaf, count) -> {
            int restored = Math.max(0, base.getOrDefault(leaf, 0) - count);
            if (current.getOrDefault(leaf, 0) < count
                    && merged.getOrDefault(leaf, 0) > current.getOrDefault(leaf, 0) + restored) {
                assertThat(result.conflicts()).as(leaf).isNotEmpty();
            }
        });
    }

    @Property(tries = TRIES)
    void ourSingleValuesGoWhereNobodyChangedThem(@ForAll long seed) {
        Versions v = Versions.of(seed);
        ObjectNode merged = v.merge().merged();
        for (String name : List.of("gender", "active", "birthDate", "_birthDate", "maritalStatus")) {
            if (!isEdited(v, name.replace("_", ""))) {
                assertThat(merged.path(name)).as(name).isEqualTo(v.base().path(name));
            }
        }
    }

    @Property(tries = TRIES)
    void singleValuesThatWereEditedOnceAreAsTheLastEditLeftThem(@ForAll long seed) {
        Versions v = Versions.of(seed);
        ObjectNode merged = v.merge().merged();
        for (String name : List.of("gender", "active", "birthDate", "_birthDate")) {
            if (isEdited(v, name.replace("_", ""))) {
                assertThat(merged.path(name)).as(name).isEqualTo(v.current().path(name));
            }
        }
    }

    /** Whether any later version has another value; a value and its extensions are one. */
    private static boolean isEdited(Versions v, String name) {
        return Stream.concat(v.between().stream(), Stream.of(v.current())).anyMatch(later -> Stream.of(name, '_' + name)
                .anyMatch(n -> !JsonTrees.same(v.ours().path(n), later.path(n))));
    }

    @Property(tries = TRIES)
    void withoutALaterEditTheBaseIsBack(@ForAll long seed) {
        Versions v = Versions.of(seed);
        MergeResult result = ThreeWayMerge.merge(v.base(), v.ours(), v.ours());
        assertThat(result.kind()).isEqualTo(MergeResult.Kind.RESTORE);
        assertThat(JsonTrees.write(result.merged())).isEqualTo(JsonTrees.write(v.base()));
    }

    @Property(tries = TRIES)
    void whatWeDidNotChangeStaysAsItIsNow(@ForAll long seed) {
        Versions v = Versions.of(seed);
        MergeResult result = ThreeWayMerge.merge(v.base(), v.base(), v.between(), v.current());
        assertThat(JsonTrees.same(result.merged(), v.current())).isTrue();
        assertThat(result.conflicts()).isEmpty();
    }

    @Property(tries = TRIES)
    void theSameVersionsGiveTheSameMerge(@ForAll long seed) {
        assertThat(Versions.of(seed).merge()).isEqualTo(Versions.of(seed).merge());
    }

    @Property(tries = TRIES)
    void theOrderOfMembersThatHaveKeysIsOfNoImportance(@ForAll long seed) {
        Versions v = Versions.of(seed);
        Versions shuffled = new Versions(
                shuffled(v.base(), seed), shuffled(v.ours(), seed + 1), v.between(), shuffled(v.current(), seed + 2));
        assertThat(Leaves.of(shuffled.merge().merged()))
                .isEqualTo(Leaves.of(v.merge().merged()));
    }

    private static ObjectNode shuffled(ObjectNode patient, long seed) {
        ObjectNode copy = patient.deepCopy();
        Random random = new Random(seed);
        copy.forEach(element -> {
            if (element instanceof ArrayNode list) {
                List<JsonNode> members = new ArrayList<>();
                list.forEach(members::add);
                Collections.shuffle(members, random);
                list.removeAll();
                list.addAll(members);
            }
        });
        return copy;
    }
}
