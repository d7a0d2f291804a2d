package org.chartlift.rollback;

import java.time.Clock;
import org.chartlift.rollback.conflict.ConflictCase;
import org.chartlift.rollback.conflict.ConflictTask;
import org.chartlift.validation.PatientLinks;
import org.hl7.fhir.r4.model.Task;

/** The Tasks of a rollback for people to decide. */
final class ConflictTasks {
    /** How the ids of these Tasks begin. */
    static final String ID_PREFIX = "chartlift-conflict-";

    private final Clock clock;
    private final Versions versions;
    private final Rollback rollback;

    ConflictTasks(Clock clock, Versions versions, Rollback rollback) {
        this.clock = clock;
        this.versions = versions;
        this.rollback = rollback;
    }

    Task of(Item item, Verdict verdict) {
        return ConflictTask.of(new ConflictCase(
                id(rollback.id(), item),
                "Task/" + rollback.taskId(),
                item.reference(),
                item.live(),
                item.live() ? patient(verdict) : "",
                clock.instant(),
                verdict.conflicts()));
    }

    /** Of what the resource will be, because whom that names stays. */
    private String patient(Verdict verdict) {
        return verdict.content() == null
                ? ""
                : PatientLinks.of(versions.resource(verdict.content())).stream()
                        .filter(versions::isThere)
                        .findFirst()
                        .orElse("");
    }

    /** Logical id of the Task about a resource. */
    static String id(long rollback, Item item) {
        return ID_PREFIX + rollback + '-' + item.seq();
    }
}
