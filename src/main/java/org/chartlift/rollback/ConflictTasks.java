package org.chartlift.rollback;

import java.time.Clock;
import java.util.List;
import org.chartlift.rollback.conflict.ConflictCase;
import org.chartlift.rollback.conflict.ConflictTask;
import org.chartlift.rollback.merge.Conflict;
import org.hl7.fhir.r4.model.Task;

/** The Tasks of a rollback for people to decide. */
final class ConflictTasks {

    private final Clock clock;
    private final Rollback rollback;

    ConflictTasks(Clock clock, Rollback rollback) {
        this.clock = clock;
        this.rollback = rollback;
    }

    Task of(Item item, List<Conflict> conflicts) {
        return ConflictTask.of(new ConflictCase(
                id(rollback.id(), item),
                "Task/" + rollback.taskId(),
                item.reference(),
                item.live(),
                item.live() && item.type().equals("Patient") ? item.reference() : "",
                clock.instant(),
                conflicts));
    }

    /** Logical id of the Task about a resource. */
    static String id(long rollback, Item item) {
        return "chartlift-conflict-" + rollback + '-' + item.seq();
    }
}
