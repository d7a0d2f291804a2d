package org.chartlift.rollback.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.chartlift.rollback.merge.JsonTrees;
import org.junit.jupiter.api.Test;

class ReverseDeltaTest {
    private static final LaterChange DELETED =
            change("Observation/o", LaterChange.Kind.DELETED, "\"status\":\"final\"");
    private static final LaterChange CREATED = change("CarePlan/c", LaterChange.Kind.CREATED, "\"status\":\"active\"");
    private static final LaterChange PATIENT = change(
            "Patient/p", LaterChange.Kind.UPDATED, "\"identifier\":[{\"value\":\"1\"}],\"photo\":[{\"title\":\"x\"}]");

    private final Map<String, String> kept = new TreeMap<>();

    private static LaterChange change(String reference, LaterChange.Kind kind, String elements) {
        String type = reference.substring(0, reference.indexOf('/'));
        String json = "{\"resourceType\":\"" + type + "\"," + elements + "}";
        return new LaterChange(reference, 2, kind, "nurse", Instant.EPOCH, JsonTrees.read(json));
    }

    private List<DeltaFile> write(DeltaScope scope, int full, LaterChange... changes) {
        DeltaParts parts = new DeltaParts(
                (kind, number, content) -> {
                    String id = kind.word() + '-' + number;
                    kept.put(id, new String(content, StandardCharsets.UTF_8));
                    return id;
                },
                full);
        LegacyNames names = LegacyNames.of(Map.of(), Map.of(), List.of());
        return new ReverseDelta(names, reference -> null).write(List.of(changes).iterator(), scope, parts);
    }

    @Test
    void everyChangeIsInTheResourcesOrAmongTheDeletionsAndEveryGapIsListed() {
        List<DeltaFile> files = write(DeltaScope.ALL, 1 << 20, DELETED, CREATED, PATIENT);
        assertThat(files)
                .extracting(f -> f.binary() + " " + f.entries())
                .containsExactly("resources-1 2", "deleted-1 1", "messages-1 1", "not-expressible-1 3");
        assertThat(kept.get("deleted-1")).contains("Observation/o", "nurse", "\"last\":{\"resourceType\"");
        assertThat(kept.get("messages-1")).startsWith("MSH|").endsWith("PV1|1|N\r");
        assertThat(kept.get("not-expressible-1").lines())
                .containsExactly(
                        "{\"reference\":\"Observation/o/_history/2\",\"path\":\"Observation\",\"reason\":\"no-message-for-a-deletion\"}",
                        "{\"reference\":\"CarePlan/c/_history/2\",\"path\":\"CarePlan\",\"reason\":\"no-message-for-the-type\"}",
                        "{\"reference\":\"Patient/p/_history/2\",\"path\":\"Patient.photo[0].title\",\"reason\":\"no-field\"}");
    }

    @Test
    void aPartThatIsFullIsLetGo() {
        List<DeltaFile> files = write(DeltaScope.ALL, 1, CREATED, CREATED);
        assertThat(files).extracting(DeltaFile::binary).contains("resources-1", "resources-2");
        assertThat(kept.get("resources-1").lines()).hasSize(1);
    }

    @Test
    void aScopeNarrowsIt() {
        assertThat(write(new DeltaScope(Set.of("Patient"), Set.of()), 1 << 20, DELETED, CREATED, PATIENT))
                .extracting(f -> f.binary() + " " + f.entries())
                .startsWith("resources-1 1");
        assertThat(write(new DeltaScope(Set.of(), Set.of("Patient/other")), 1 << 20, DELETED, CREATED, PATIENT))
                .isEmpty();
    }
}
