package org.chartlift.rollback;

import java.util.List;
import java.util.Map;

/**
 * What a rollback would do, or has done.
 *
 * @param rollback it
 * @param counts resources by action; every action is there
 * @param written versions that were written
 * @param conflicts ids of conflict Tasks, the first of them
 */
public record RollbackAccount(Rollback rollback, Map<Action, Long> counts, long written, List<String> conflicts) {
    public RollbackAccount {
        conflicts = List.copyOf(conflicts);
    }
}
