package org.chartlift.reconcile.job;

import java.util.Date;
import java.util.Map;
import org.chartlift.load.Terms;
import org.chartlift.reconcile.Level;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Type;

/** A comparison as a Task that can be found by search. */
final class ReconcileTask {
    private ReconcileTask() {}

    static Task underWay(Comparison comparison, ReconcileRequest request, Progress progress, Date now) {
        Task task = task(comparison, request.described(), Task.TaskStatus.INPROGRESS, now);
        task.setBusinessStatus(Terms.code("comparing").setText(progress.text()));
        output(task, "records", new DecimalType(progress.total()));
        output(task, "compared", new DecimalType(progress.done()));
        return task;
    }

    static Task superseded(Comparison comparison, Map<String, String> asked, Date now) {
        return task(comparison, asked, Task.TaskStatus.CANCELLED, now)
                .setBusinessStatus(Terms.code(Comparison.SUPERSEDED));
    }

    static Task ended(Outcome outcome, Date now) {
        Comparison c = outcome.comparison();
        boolean cancelled = Comparison.CANCELLED.equals(c.state());
        Task task = task(c, outcome.asked(), cancelled ? Task.TaskStatus.CANCELLED : Task.TaskStatus.COMPLETED, now);
        task.setBusinessStatus(Terms.code(cancelled ? c.state() : outcome.gate().code()));
        output(task, "gate", new CodeType(outcome.gate().code()));
        outcome.records().forEach((word, n) -> output(task, "records " + word, new DecimalType(n)));
        output(task, "patient groups", new DecimalType(outcome.groups()));
        for (Status status : Status.values()) {
            output(task, "checks " + status.words(), new DecimalType(outcome.count(status)));
        }
        for (Map.Entry<Level, long[]> level : outcome.levels().entrySet()) {
            output(task, level.getKey().code() + " checked", new DecimalType(level.getValue()[0]));
            output(task, level.getKey().code() + " violated", new DecimalType(level.getValue()[1]));
        }
        output(task, "thresholds", new StringType(outcome.thresholds()));
        output(task, "report", new Reference("MeasureReport/" + c.reportId()));
        output(task, "differences", new Reference("Binary/" + c.differencesId()));
        output(task, "page", new Reference("Binary/" + c.pageId()));
        output(task, "table", new Reference("Binary/" + c.tableId()));
        if (!outcome.sample().isEmpty()) {
            output(task, "sample", new Reference("List/" + c.sampleId()));
        }
        return task;
    }

    private static Task task(Comparison c, Map<String, String> asked, Task.TaskStatus status, Date now) {
        Task task = new Task()
                .setStatus(status)
                .setIntent(Task.TaskIntent.ORDER)
                .setCode(Terms.code("reconcile"))
                .setDescription("Comparison " + c.id() + " of sources and server")
                .setAuthoredOn(Date.from(c.started()))
                .setLastModified(now);
        task.setId(c.taskId());
        asked.forEach((name, value) -> {
            if (!value.isEmpty()) {
                task.addInput(new Task.ParameterComponent(new CodeableConcept().setText(name), new StringType(value)));
            }
        });
        return task;
    }

    private static void output(Task task, String name, Type value) {
        task.addOutput(new Task.TaskOutputComponent(new CodeableConcept().setText(name), value));
    }
}
