package org.chartlift.rollback;

import java.util.Date;
import org.chartlift.load.Terms;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Type;

/** A checkpoint as a Task that can be found by search. */
final class CheckpointTask {
    private CheckpointTask() {}

    static Task of(Checkpoint c) {
        Task task = new Task()
                .setStatus(Task.TaskStatus.COMPLETED)
                .setIntent(Task.TaskIntent.ORDER)
                .setCode(Terms.code("checkpoint"))
                .setDescription(c.label().isEmpty() ? "Checkpoint " + c.id() : c.label())
                .setAuthoredOn(Date.from(c.taken()))
                .setLastModified(Date.from(c.taken()));
        task.setId(c.taskId());
        task.addInput(new Task.ParameterComponent(
                new CodeableConcept().setText("cause"), new StringType(c.cause().word())));
        output(task, "root", new StringType(c.root()));
        output(task, "watermark", new DecimalType(c.mark()));
        output(task, "leaves", new DecimalType(c.leaves()));
        c.counts().forEach((type, count) -> output(task, type, new DecimalType(count)));
        return task;
    }

    private static void output(Task task, String name, Type value) {
        task.addOutput(new Task.TaskOutputComponent(new CodeableConcept().setText(name), value));
    }
}
