package org.chartlift.operation;

import org.chartlift.rollback.Checkpoint;
import org.chartlift.rollback.Rollback;
import org.chartlift.rollback.RollbackAccount;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/** The answer of {@code $rollback}. */
final class RollbackAnswer {
    private RollbackAnswer() {}

    static Parameters of(RollbackAccount account) {
        Rollback rollback = account.rollback();
        Long before = rollback.before();
        Parameters answer = new Parameters();
        answer.addParameter("task", new Reference("Task/" + rollback.taskId()));
        answer.addParameter("dryRun", new BooleanType(before == null));
        answer.addParameter("state", new CodeType(rollback.state().word()));
        account.counts().forEach((action, count) -> {
            ParametersParameterComponent part = answer.addParameter().setName("count");
            part.addPart().setName("action").setValue(new CodeType(action.word()));
            part.addPart().setName("resources").setValue(integer(count));
        });
        if (!rollback.planHash().isEmpty()) {
            answer.addParameter("planHash", new StringType(rollback.planHash()));
        }
        answer.addParameter("plan", new Reference("Binary/" + rollback.planId()));
        if (before != null) {
            answer.addParameter("written", integer(account.written()));
            answer.addParameter("checkpoint", new Reference("Task/" + Checkpoint.taskId(before)));
            account.conflicts().forEach(id -> answer.addParameter("conflict", new Reference("Task/" + id)));
            account.delta().forEach(file -> {
                ParametersParameterComponent part = answer.addParameter().setName("reverseDelta");
                part.addPart().setName("kind").setValue(new CodeType(file.kind().word()));
                part.addPart().setName("file").setValue(new Reference("Binary/" + file.binary()));
                part.addPart().setName("entries").setValue(integer(file.entries()));
            });
            Long upTo = rollback.deltaMark();
            if (upTo != null) {
                answer.addParameter("reverseDeltaWatermark", new DecimalType(upTo));
            }
        }
        return answer;
    }

    private static IntegerType integer(long value) {
        return new IntegerType(Math.toIntExact(value));
    }
}
