package org.chartlift.rollback.conflict;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import org.chartlift.load.Terms;
import org.chartlift.rollback.merge.Conflict;
import org.chartlift.rollback.merge.JsonTrees;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Type;

/**
 * A conflict as a Task that a person can decide: which element, and its value before us, as we wrote it, and as it is now, each in full. Holds
 * values of the patient, as the resource that it is about does. Pure; safe for use by several threads.
 *
 * <p>An input says in {@code type.coding.code} which side it is ({@link #BASE}, {@link #OURS}, {@link #CURRENT}) and in {@code type.text}
 * which element (FHIRPath). Its value is JSON as the resource has it, {@code null} for nothing: a string, or an Attachment where it is longer than
 * {@value #LONGEST_STRING} characters.
 */
public final class ConflictTask {
    /** Code of the Task. */
    public static final String CODE = "rollback-conflict";

    /** Code of an input: before our change. */
    public static final String BASE = "before";

    /** Code of an input: as we wrote it. */
    public static final String OURS = "migrated";

    /** Code of an input: as it is now, which is what stands. */
    public static final String CURRENT = "current";

    private static final int LONGEST_STRING = 100_000;

    private ConflictTask() {}

    /** The Task, requested of nobody in particular. */
    public static Task of(ConflictCase conflict) {
        Date at = Date.from(conflict.at());
        Task task = new Task()
                .setStatus(Task.TaskStatus.REQUESTED)
                .setIntent(Task.TaskIntent.ORDER)
                .setCode(Terms.code(CODE))
                .setAuthoredOn(at)
                .setLastModified(at)
                .setDescription(
                        "Changed by the migration and again after it; the value as it is now stands. Decide whether"
                                + " it shall.");
        task.setId(conflict.taskId());
        task.addPartOf(new Reference(conflict.rollback()));
        task.setFocus(focus(conflict));
        if (!conflict.patient().isEmpty()) {
            task.setFor(new Reference(conflict.patient()));
        }
        conflict.conflicts().forEach(c -> sides(task, c));
        return task;
    }

    private static Reference focus(ConflictCase conflict) {
        if (conflict.exists()) {
            return new Reference(conflict.resource());
        }
        Reference focus = new Reference();
        nameDeleted(focus, conflict.resource());
        return focus;
    }

    /** Names what is deleted, {@code Type/id}, without a reference that must resolve. */
    public static void nameDeleted(Reference reference, String resource) {
        reference
                .setReference(null)
                .setType(resource.substring(0, resource.indexOf('/')))
                .setIdentifier(new Identifier().setValue(resource))
                .setDisplay("deleted");
    }

    private static void sides(Task task, Conflict conflict) {
        for (String side : List.of(BASE, OURS, CURRENT)) {
            JsonNode value =
                    switch (side) {
                        case BASE -> conflict.base();
                        case OURS -> conflict.ours();
                        default -> conflict.current();
                    };
            CodeableConcept type = Terms.code(side).setText(conflict.path());
            task.addInput(new Task.ParameterComponent(type, value(JsonTrees.write(value))));
        }
    }

    private static Type value(String json) {
        return json.length() <= LONGEST_STRING
                ? new StringType(json)
                : new Attachment().setContentType("application/json").setData(json.getBytes(StandardCharsets.UTF_8));
    }
}
