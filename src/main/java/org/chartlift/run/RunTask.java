package org.chartlift.run;

import java.util.Date;
import org.chartlift.ledger.Accounts.ResourceCount;
import org.chartlift.ledger.Run;
import org.chartlift.ledger.RunState;
import org.chartlift.load.Terms;
import org.chartlift.record.Disposition;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Type;
import org.hl7.fhir.r4.model.UriType;

/** A run as a Task that can be found by search: where it stands, and its account as output. */
final class RunTask {
    private RunTask() {}

    /** The Task of a run on its way. */
    static Task underWay(Run run, Progress progress, Date now) {
        Task task = task(run, Task.TaskStatus.INPROGRESS, now);
        task.setBusinessStatus(Terms.code(run.state().word()).setText(progress.text()));
        output(task, "records", new IntegerType((int) progress.total()));
        output(task, "settled", new IntegerType((int) progress.done()));
        return task;
    }

    /** The Task of a run that could not go on. */
    static Task interrupted(Run run, Progress progress, Date now) {
        Task task = underWay(run, progress, now);
        return task.setStatus(Task.TaskStatus.ONHOLD)
                .setStatusReason(new CodeableConcept().setText("Interrupted; the same call goes on from here."));
    }

    /** The Task of a run that is superseded. */
    static Task superseded(Run run, Date now) {
        Task task = task(run, Task.TaskStatus.CANCELLED, now);
        task.setBusinessStatus(Terms.code(RunState.SUPERSEDED.word()));
        return task;
    }

    /** The Task of a run that ended. */
    static Task ended(RunAccount account, RunState state, String reason, Date now) {
        Task task = task(account.run(), status(state), now);
        task.setBusinessStatus(Terms.code(state.word()));
        if (!reason.isEmpty()) {
            task.setStatusReason(new CodeableConcept().setText(reason));
        }
        output(task, "read", new IntegerType((int) account.read()));
        for (Disposition d : Disposition.values()) {
            output(task, d.word(), new IntegerType(account.dispositions().get(d).intValue()));
        }
        for (ResourceCount r : account.resources()) {
            output(task, r.type() + " created", new IntegerType((int) r.created()));
            output(task, r.type() + " updated", new IntegerType((int) r.updated()));
            output(task, r.type() + " unchanged", new IntegerType((int) r.unchanged()));
        }
        account.outcomes().forEach((name, leaves) -> output(task, "leaves " + name, new DecimalType(leaves)));
        if (!account.checkpoint().isEmpty()) {
            output(task, "checkpoint", new Reference("Task/" + account.checkpoint()));
        }
        output(task, "report", new Reference("Binary/" + account.run().reportId()));
        return task;
    }

    private static Task.TaskStatus status(RunState state) {
        return switch (state) {
            case COMPLETED -> Task.TaskStatus.COMPLETED;
            case CANCELLED, SUPERSEDED -> Task.TaskStatus.CANCELLED;
            case FAILED, STOPPED -> Task.TaskStatus.FAILED;
            case SCANNING, LOADING -> Task.TaskStatus.INPROGRESS;
        };
    }

    private static Task task(Run run, Task.TaskStatus status, Date now) {
        Task task = new Task()
                .setStatus(status)
                .setIntent(Task.TaskIntent.ORDER)
                .setCode(Terms.code("migrate"))
                .setDescription("Migration run " + run.id() + ": " + run.mode().word())
                .setAuthoredOn(Date.from(run.started()))
                .setLastModified(now);
        task.setId(run.taskId());
        input(task, "source-system", new UriType(run.sourceSystem()));
        input(task, "mode", new StringType(run.mode().word()));
        input(task, "on-error", new StringType(run.onError().word()));
        input(task, "map-digest", new StringType(run.mapDigest()));
        return task;
    }

    private static void input(Task task, String name, Type value) {
        task.addInput(new Task.ParameterComponent(new CodeableConcept().setText(name), value));
    }

    private static void output(Task task, String name, Type value) {
        task.addOutput(new Task.TaskOutputComponent(new CodeableConcept().setText(name), value));
    }
}
