package org.chartlift.rollback;

import java.time.Instant;
import java.util.Locale;
import java.util.SortedMap;

/**
 * A moment between units that one can go back to.
 *
 * @param id its number
 * @param label what its maker calls it; may be empty
 * @param cause why it was taken
 * @param mark what has a smaller number in the ledger happened before it
 * @param root Merkle root (RFC 9162) over everything that the ledger and the edit tracker know, as lower-case hexadecimal digits
 * @param leaves resources under the root
 * @param counts resources on the server by type, evidence and our own Tasks and reports left out
 * @param requester who asked for it, or for what it was taken before
 * @param requestId {@code X-Request-Id}; empty if there was none
 * @param taken when
 */
public record Checkpoint(
        long id,
        String label,
        Cause cause,
        long mark,
        String root,
        long leaves,
        SortedMap<String, Long> counts,
        String requester,
        String requestId,
        Instant taken) {
    private static final String TASK = "chartlift-checkpoint-";

    /** Why a checkpoint was taken. */
    public enum Cause {
        /** Somebody asked for it. */
        REQUEST,
        /** A run was about to begin. */
        RUN,
        /** A rollback was about to begin. */
        ROLLBACK;

        /** The word used outside Java. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Cause of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** Logical id of its Task. */
    public String taskId() {
        return taskId(id);
    }

    /** Logical id of the Task of a checkpoint. */
    public static String taskId(long id) {
        return TASK + id;
    }

    /** The number of the checkpoint that has this Task ({@code Task/id} or the id alone); -1 if it is none of a checkpoint. */
    public static long number(String task) {
        String id = task.startsWith("Task/") ? task.substring("Task/".length()) : task;
        try {
            return id.startsWith(TASK) ? Long.parseLong(id.substring(TASK.length())) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
