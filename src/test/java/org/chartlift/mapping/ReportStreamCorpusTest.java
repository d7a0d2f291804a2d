package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.chartlift.record.Outcome;
import org.junit.jupiter.api.Test;

/** The public health messages of the corpus, which fill every component of the fields they are about. */
class ReportStreamCorpusTest {
    private static final Set<Outcome> SETTLED = Set.of(
            Outcome.MAPPED, Outcome.TRANSLATED, Outcome.CARRIED, Outcome.DROPPED, Outcome.NULL, Outcome.CONDITION);

    @Test
    void everyLeafIsMappedCarriedOrDroppedByARuleThatHasAName() throws IOException {
        List<String> open = new ArrayList<>();
        List<CorpusMessages.Converted> messages = CorpusMessages.convert(MapSet.builtIn(), "reportstream-");
        for (CorpusMessages.Converted message : messages) {
            Conversion conversion = message.conversion();
            if (!conversion.isClean()) {
                open.add(message.name() + " is quarantined: " + conversion.findings());
                continue;
            }
            for (LeafOutcome o : conversion.outcomes()) {
                if (!SETTLED.contains(o.outcome()) || o.rule().isEmpty()) {
                    String path = conversion.tree().path(conversion.tree().leaf(o.leaf()));
                    open.add(message.name() + " " + path + " " + o.outcome().word() + " " + o.detail());
                }
            }
        }
        assertThat(messages).hasSizeGreaterThan(160);
        assertThat(open).isEmpty();
    }
}
