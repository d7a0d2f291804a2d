package org.chartlift.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PatientChunksTest {
    @Test
    void aRecordWithoutIdentifiersIsAlone() {
        PatientChunks chunks = new PatientChunks();
        chunks.add(List.of());
        chunks.add(List.of());

        assertThat(chunks.chunk(0)).isNotEqualTo(chunks.chunk(1));
    }

    @Test
    void aMergeBringsTwoPatientsIntoOneChunk() {
        PatientChunks chunks = new PatientChunks();
        chunks.add(List.of("H|1"));
        chunks.add(List.of("H|2"));
        chunks.add(List.of("H|3"));
        chunks.add(List.of("H|1", "H|2"));

        assertThat(List.of(chunks.chunk(0), chunks.chunk(1), chunks.chunk(3))).containsOnly(0);
        assertThat(chunks.chunk(2)).isEqualTo(2);
    }

    @Property(tries = 200)
    void chunksAreTheConnectedRecordsAndNamedByTheFirst(@ForAll @Size(max = 40) List<@Size(max = 3) Set<Byte>> keys) {
        PatientChunks chunks = new PatientChunks();
        keys.forEach(k -> chunks.add(k.stream().map(b -> "H|" + b % 20).toList()));

        for (int i = 0; i < keys.size(); i++) {
            assertThat(chunks.chunk(i))
                    .isEqualTo(Set.copyOf(connected(keys, i)).stream()
                            .min(Integer::compare)
                            .orElseThrow());
        }
    }

    private static Set<Integer> connected(List<Set<Byte>> keys, int from) {
        Set<Integer> seen = new HashSet<>(Set.of(from));
        ArrayDeque<Integer> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            int next = open.remove();
            for (int i = 0; i < keys.size(); i++) {
                if (keys.get(i).stream().anyMatch(a -> keys.get(next).stream().anyMatch(b -> a % 20 == b % 20))
                        && seen.add(i)) {
                    open.add(i);
                }
            }
        }
        return seen;
    }
}
