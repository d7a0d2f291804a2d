package org.chartlift.rollback;

import java.util.List;
import java.util.Map;
import org.chartlift.rollback.delta.DeltaFile;

/**
 * What a rollback would do, or has done.
 *
 * @param rollback it
 * @param counts resources by action; every action is there
 * @param written versions that were written
 * @param conflicts ids of conflict Tasks, the first of them
 * @param delta what others wrote since the checkpoint; empty before the execution
 */
public record RollbackAccount(
        Rollback rollback, Map<Action, Long> counts, long written, List<String> conflicts, List<DeltaFile> delta) {
    public RollbackAccount {
        conflicts = List.copyOf(conflicts);
        delta = List.copyOf(delta);
    }
}
