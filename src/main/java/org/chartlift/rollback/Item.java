package org.chartlift.rollback;

import org.jspecify.annotations.Nullable;

/**
 * One resource of a plan.
 *
 * @param seq its place in the plan
 * @param pid its row in {@code hfj_resource}
 * @param type resource type
 * @param id logical id
 * @param base the version to go back to; null if there was none
 * @param current the version when the plan was made
 * @param live whether it is there now
 * @param edited whether anybody else has written it since
 * @param action what is done with it; null while that is not decided
 * @param why a word; empty where the action says all
 * @param written the version that was written; null where nothing was
 */
public record Item(
        long seq,
        long pid,
        String type,
        String id,
        @Nullable Long base,
        long current,
        boolean live,
        boolean edited,
        @Nullable Action action,
        String why,
        @Nullable Long written) {
    /** The same, deleted by the rollback itself in this version, on its way back to what it was before that. */
    Item returning(long gone) {
        return new Item(seq, pid, type, id, current, gone, false, false, Action.RESTORE, why, null);
    }

    /** The same, deleted by the rollback itself. */
    Item gone() {
        return new Item(seq, pid, type, id, base, current, false, edited, action, why, written);
    }

    /** {@code Type/id}. */
    public String reference() {
        return type + '/' + id;
    }
}
