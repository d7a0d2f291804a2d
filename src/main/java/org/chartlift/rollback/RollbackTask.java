package org.chartlift.rollback;

import java.util.Date;
import org.chartlift.load.Terms;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Type;

/** A rollback as a Task that can be found by search. */
final class RollbackTask {
    private RollbackTask() {}

    static Task underWay(Rollback rollback, RollbackProgress progress, Date now) {
        Task task = task(rollback, Task.TaskStatus.INPROGRESS, now);
        task.setBusinessStatus(Terms.code(rollback.state().word()).setText(progress.text()));
        return task;
    }

    static Task interrupted(Rollback rollback, RollbackProgress progress, Date now) {
        return underWay(rollback, progress, now)
                .setStatus(Task.TaskStatus.ONHOLD)
                .setStatusReason(
                        new CodeableConcept()
                                .setText(
                                        "Interrupted; the same call goes on from here. Until then, or until it is ended, no run begins."));
    }

    static Task of(RollbackAccount account, Date now) {
        Rollback rollback = account.rollback();
        Task task = task(rollback, status(rollback.state()), now);
        task.setBusinessStatus(Terms.code(rollback.state().word()));
        account.counts().forEach((action, count) -> output(task, action.word(), new DecimalType(count)));
        output(task, "plan-hash", new StringType(rollback.planHash()));
        output(task, "plan", new Reference("Binary/" + rollback.planId()));
        Long before = rollback.before();
        if (before != null) {
            output(task, "written", new DecimalType(account.written()));
            output(task, "checkpoint", new Reference("Task/" + Checkpoint.taskId(before)));
            account.delta()
                    .forEach(file -> output(
                            task, "reverse-delta " + file.kind().word(), new Reference("Binary/" + file.binary())));
            Long upTo = rollback.deltaMark();
            if (upTo != null) {
                output(task, "reverse-delta-watermark", new DecimalType(upTo));
            }
        }
        return task;
    }

    private static Task.TaskStatus status(Rollback.State state) {
        return switch (state) {
            case PLANNING, EXECUTING -> Task.TaskStatus.INPROGRESS;
            case PLANNED -> Task.TaskStatus.READY;
            case COMPLETED -> Task.TaskStatus.COMPLETED;
            case CANCELLED, STALE -> Task.TaskStatus.CANCELLED;
            case FAILED -> Task.TaskStatus.FAILED;
        };
    }

    private static Task task(Rollback rollback, Task.TaskStatus status, Date now) {
        Task task = new Task()
                .setStatus(status)
                .setIntent(Task.TaskIntent.ORDER)
                .setCode(Terms.code("rollback"))
                .setDescription("Rollback " + rollback.id() + " to checkpoint "
                        + rollback.to().id())
                .setAuthoredOn(Date.from(rollback.started()))
                .setLastModified(now);
        task.setId(rollback.taskId());
        if (!rollback.reason().isBlank()) {
            task.setReasonCode(new CodeableConcept().setText(rollback.reason()));
        }
        input(task, "to", new Reference("Task/" + rollback.to().taskId()));
        input(task, "strategy", new StringType(rollback.strategy().word()));
        Scope scope = rollback.scope();
        scope.types().forEach(type -> input(task, "type", new StringType(type)));
        scope.patients().forEach(patient -> input(task, "patient", new StringType(patient)));
        scope.runs().forEach(run -> input(task, "run", new StringType(Long.toString(run))));
        if (!scope.department().isEmpty()) {
            input(task, "department", new StringType(scope.department()));
        }
        return task;
    }

    private static void input(Task task, String name, Type value) {
        task.addInput(new Task.ParameterComponent(new CodeableConcept().setText(name), value));
    }

    private static void output(Task task, String name, Type value) {
        task.addOutput(new Task.TaskOutputComponent(new CodeableConcept().setText(name), value));
    }
}
