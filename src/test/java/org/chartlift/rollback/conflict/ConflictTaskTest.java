package org.chartlift.rollback.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.chartlift.rollback.merge.Conflict;
import org.chartlift.rollback.merge.JsonTrees;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

class ConflictTaskTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private static Task task(boolean exists, Conflict... conflicts) {
        Task built = ConflictTask.of(new ConflictCase(
                "c1", "Task/r1", "Patient/p", exists, exists ? "Patient/p" : "", AT, List.of(conflicts)));
        var json = FhirContext.forR4Cached().newJsonParser();
        return json.parseResource(Task.class, json.encodeResourceToString(built));
    }

    private static Conflict conflict(String text) {
        return new Conflict("Patient.gender", NullNode.getInstance(), new TextNode("x"), new TextNode(text));
    }

    @Test
    void allThreeSidesCanBeReadAndTheTaskIsFoundByPatientResourceAndRollback() {
        Task task = task(true, conflict("a \"quoted\"\nvalue "));
        assertThat(task.getInput())
                .extracting(i -> i.getType().getCodingFirstRep().getCode() + " "
                        + i.getType().getText() + " " + i.getValue().primitiveValue())
                .containsExactly(
                        "before Patient.gender null",
                        "migrated Patient.gender \"x\"",
                        "current Patient.gender \"a \\\"quoted\\\"\\nvalue \"");
        assertThat(task.getFor().getReference()).isEqualTo("Patient/p");
        assertThat(task.getFocus().getReference()).isEqualTo("Patient/p");
        assertThat(task.getPartOfFirstRep().getReference()).isEqualTo("Task/r1");
        assertThat(task.getStatus()).isEqualTo(Task.TaskStatus.REQUESTED);
    }

    @Test
    void aLongValueIsAttachedWhole() {
        String text = "ä".repeat(200_000);
        Task task = task(true, conflict(text));
        Attachment attached = (Attachment) task.getInput().get(2).getValue();
        assertThat(new String(attached.getData(), StandardCharsets.UTF_8)).isEqualTo('"' + text + '"');
    }

    @Test
    void aDeletedResourceIsNamedButNotReferredTo() {
        ObjectNode whole = JsonTrees.read("{\"resourceType\":\"Patient\",\"gender\":\"male\"}");
        Task task = task(false, new Conflict("Patient", whole, whole, NullNode.getInstance()));
        assertThat(task.getFocus().hasReference()).isFalse();
        assertThat(task.getFocus().getIdentifier().getValue()).isEqualTo("Patient/p");
        assertThat(task.getInputFirstRep().getValue().primitiveValue()).isEqualTo(JsonTrees.write(whole));
    }
}
