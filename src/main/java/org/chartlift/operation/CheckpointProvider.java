package org.chartlift.operation;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.List;
import java.util.Optional;
import org.chartlift.rollback.Asking;
import org.chartlift.rollback.Checkpoint;
import org.chartlift.rollback.Checkpoints;
import org.chartlift.rollback.Difference;
import org.chartlift.rollback.OperationLog;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** {@code $checkpoint} and {@code $checkpoint-diff}. Safe for use by several threads. */
public final class CheckpointProvider implements OperationProvider {
    private final Checkpoints checkpoints;
    private final OperationLog log;

    public CheckpointProvider(Checkpoints checkpoints, OperationLog log) {
        this.checkpoints = checkpoints;
        this.log = log;
    }

    /** Takes a checkpoint; see the OperationDefinition. */
    @Operation(name = "$checkpoint")
    public Parameters checkpoint(
            @OperationParam(name = "label", max = 1) @Nullable StringType label,
            @OperationParam(name = "compareTo", max = 1) @Nullable Reference compareTo,
            ServletRequestDetails request) {
        Asking asking = Askings.of(request);
        Optional<Checkpoint> earlier =
                compareTo == null || compareTo.isEmpty() ? Optional.empty() : Optional.of(find(compareTo));
        Checkpoint taken = checkpoints.take(
                label == null || !label.hasValue() ? "" : label.getValue(), Checkpoint.Cause.REQUEST, asking);
        log.note(asking, "checkpoint", "", List.of("Task/" + taken.taskId()));
        Parameters answer = answer(taken);
        earlier.ifPresent(e -> checkpoints.between(e, taken).forEach(d -> add(answer, d)));
        return answer;
    }

    /** What changed between two checkpoints. */
    @Operation(name = "$checkpoint-diff", idempotent = true)
    public Parameters difference(
            @OperationParam(name = "from", min = 1, max = 1) @Nullable Reference from,
            @OperationParam(name = "to", min = 1, max = 1) @Nullable Reference to,
            ServletRequestDetails request) {
        Checkpoint one = find(from);
        Checkpoint other = find(to);
        log.note(Askings.of(request), "checkpoint-diff", "", List.of("Task/" + one.taskId(), "Task/" + other.taskId()));
        Parameters answer = new Parameters();
        checkpoints.between(one, other).forEach(d -> add(answer, d));
        return answer;
    }

    private Checkpoint find(@Nullable Reference reference) {
        if (reference == null || !reference.hasReference()) {
            throw new InvalidRequestException("a checkpoint is named by a Reference to its Task");
        }
        return checkpoints
                .find(Checkpoint.number(reference.getReference()))
                .orElseThrow(() -> new ResourceNotFoundException("no such checkpoint"));
    }

    private static Parameters answer(Checkpoint taken) {
        Parameters answer = new Parameters();
        answer.addParameter("checkpoint", new Reference("Task/" + taken.taskId()));
        answer.addParameter("root", new StringType(taken.root()));
        answer.addParameter("watermark", new DecimalType(taken.mark()));
        taken.counts().forEach((type, count) -> {
            ParametersParameterComponent part = answer.addParameter().setName("count");
            part.addPart().setName("type").setValue(new CodeType(type));
            part.addPart().setName("resources").setValue(integer(count));
        });
        return answer;
    }

    private static void add(Parameters answer, Difference d) {
        ParametersParameterComponent part = answer.addParameter().setName("changed");
        part.addPart().setName("type").setValue(new CodeType(d.type()));
        part.addPart().setName("author").setValue(new CodeType(d.author()));
        part.addPart().setName("who").setValue(new StringType(d.who()));
        part.addPart().setName("created").setValue(integer(d.created()));
        part.addPart().setName("updated").setValue(integer(d.updated()));
        part.addPart().setName("deleted").setValue(integer(d.deleted()));
    }

    private static IntegerType integer(long value) {
        return new IntegerType(Math.toIntExact(value));
    }
}
