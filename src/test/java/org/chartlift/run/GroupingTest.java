package org.chartlift.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GroupingTest {
    private static Grouping grouping() {
        return new Grouping(key -> key.hashCode() * 0x9E3779B97F4A7C15L);
    }

    @Test
    void recordsThatShareAKeyDirectlyOrThroughOthersAreOneGroup() {
        Grouping grouping = grouping();
        grouping.add(List.of("h|1"));
        grouping.add(List.of("h|2"));
        grouping.add(List.of());
        grouping.add(List.of("h|2", "h|3"));
        grouping.add(List.of("h|3", "h|1"));

        assertThat(groups(grouping)).containsExactly(0, 0, 2, 0, 0);
    }

    @Test
    void aKeyThatIsNamedTwiceByOneRecordIsOneKey() {
        Grouping grouping = grouping();
        grouping.add(List.of("h|1", "h|1"));
        grouping.add(List.of("h|1"));

        assertThat(groups(grouping)).containsExactly(0, 0);
    }

    @Property(tries = 100)
    void groupsAreThoseOfTheSlowWayWhateverTheOrder(
            @ForAll @Size(max = 60) List<@Size(max = 3) List<@IntRange(max = 40) Integer>> records) {
        Grouping grouping = grouping();
        records.forEach(keys -> grouping.add(keys.stream().map(k -> "h|" + k).toList()));

        Map<Integer, Integer> slow = slow(records);
        for (int i = 0; i < records.size(); i++) {
            assertThat(grouping.group(i)).isEqualTo(slow.get(i));
        }
    }

    @Test
    void hundredThousandKeysKeepTheirRecordsApart() {
        Grouping grouping = grouping();
        for (int i = 0; i < 100_000; i++) {
            grouping.add(List.of("h|" + i % 50_000));
        }

        assertThat(grouping.size()).isEqualTo(100_000);
        assertThat(grouping.group(99_999)).isEqualTo(49_999);
        assertThat(new HashSet<>(groups(grouping))).hasSize(50_000);
    }

    private static List<Integer> groups(Grouping grouping) {
        List<Integer> groups = new ArrayList<>();
        for (int i = 0; i < grouping.size(); i++) {
            groups.add(grouping.group(i));
        }
        return groups;
    }

    private static Map<Integer, Integer> slow(List<List<Integer>> records) {
        Map<Integer, Integer> groups = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            Set<Integer> reached = new HashSet<>(Set.of(i));
            boolean grew = true;
            while (grew) {
                Set<Integer> keys = new HashSet<>();
                reached.forEach(r -> keys.addAll(records.get(r)));
                int before = reached.size();
                for (int j = 0; j < records.size(); j++) {
                    if (records.get(j).stream().anyMatch(keys::contains)) {
                        reached.add(j);
                    }
                }
                grew = reached.size() > before;
            }
            groups.put(i, reached.stream().min(Integer::compare).orElseThrow());
        }
        return groups;
    }
}
