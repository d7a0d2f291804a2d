package org.chartlift.rollback;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A rollback, planned or more.
 *
 * @param id its number
 * @param to the checkpoint
 * @param asked SHA-256 over checkpoint, scope and strategy
 * @param strategy what becomes of later edits
 * @param scope what is rolled back
 * @param state where it stands
 * @param mark what has a smaller number had happened when the plan began
 * @param planHash SHA-256 over the plan; empty until it is complete
 * @param reason why
 * @param before number of the checkpoint that was taken before it was executed; null before
 * @param requester who asked
 * @param requestId {@code X-Request-Id}; empty if there was none
 * @param started when it was opened
 * @param finished when it ended; null before
 * @param deltaMark what others wrote before this number is in its reverse delta; null while there is none
 */
public record Rollback(
        long id,
        Checkpoint to,
        String asked,
        Strategy strategy,
        Scope scope,
        State state,
        long mark,
        String planHash,
        String reason,
        @Nullable Long before,
        String requester,
        String requestId,
        Instant started,
        @Nullable Instant finished,
        @Nullable Long deltaMark) {
    /** Where a rollback stands. */
    public enum State {
        /** Its plan is not complete. */
        PLANNING,
        /** It can be executed. */
        PLANNED,
        /** Some of it may be done. */
        EXECUTING,
        /** All of it is done. */
        COMPLETED,
        /** Ended by request; what was done stays done. */
        CANCELLED,
        /** It could not go on. */
        FAILED,
        /** The server moved on before it was executed. */
        STALE;

        /** The word used outside Java. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** Logical id of its Task. */
    public String taskId() {
        return "chartlift-rollback-" + id;
    }

    /** Logical id of the Binary with its plan. */
    public String planId() {
        return "chartlift-rollback-plan-" + id;
    }
}
