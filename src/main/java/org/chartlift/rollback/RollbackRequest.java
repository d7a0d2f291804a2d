package org.chartlift.rollback;

import java.nio.charset.StandardCharsets;
import org.chartlift.record.ContentHash;

/**
 * What {@code $rollback} was asked for.
 *
 * @param to the checkpoint
 * @param scope what is to be rolled back
 * @param strategy what becomes of later edits
 * @param dryRun whether only to plan
 * @param planHash the plan that is to be executed; empty in a dry run
 * @param reason why, for the record; may be empty
 * @param requestId makes a repeat harmless; empty if not given
 * @param bodyHash SHA-256 over the canonical body, to tell a repeat from another request
 * @param asking who asks
 */
public record RollbackRequest(
        Checkpoint to,
        Scope scope,
        Strategy strategy,
        boolean dryRun,
        String planHash,
        String reason,
        String requestId,
        String bodyHash,
        Asking asking) {
    /** SHA-256 over checkpoint, scope and strategy: a plan belongs to it. */
    String asked() {
        String text = to.id() + "\n" + scope.types() + "\n" + scope.patients() + "\n" + scope.runs() + "\n"
                + scope.department() + "\n" + strategy.word();
        return ContentHash.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
