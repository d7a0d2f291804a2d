package org.chartlift.run;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.chartlift.ledger.OnError;
import org.chartlift.ledger.RunMode;
import org.chartlift.record.ContentHash;

/**
 * What {@code $migrate} was asked for.
 *
 * @param sources what to read, in order; empty only to retry everything in quarantine
 * @param sourceSystem URI of the system the records come from
 * @param mode what to do
 * @param onError what to do on a bad record
 * @param requestId makes a repeat harmless; empty if not given
 * @param bodyHash SHA-256 over the canonical body, to tell a repeat from another request
 * @param xRequestId for the audit trail; empty if there is none
 * @param requester who asks, for the audit trail; empty if unknown
 */
public record MigrateRequest(
        List<Source> sources,
        String sourceSystem,
        RunMode mode,
        OnError onError,
        String requestId,
        String bodyHash,
        String xRequestId,
        String requester) {
    public MigrateRequest {
        sources = List.copyOf(sources);
    }

    /** SHA-256 over what is asked for: a call that asks for the same goes on where an interrupted one ended. */
    String asked() {
        StringBuilder text = new StringBuilder(sourceSystem)
                .append('\n')
                .append(mode.word())
                .append('\n')
                .append(onError.word());
        sources.forEach(s -> text.append('\n').append(s.identity()).append('\t').append(s.format()));
        return ContentHash.of(text.toString().getBytes(StandardCharsets.UTF_8)).hex();
    }
}
