package org.chartlift.operation;

import java.util.Map;
import org.chartlift.reconcile.Difference;
import org.chartlift.reconcile.Level;
import org.chartlift.reconcile.job.Comparison;
import org.chartlift.reconcile.job.Outcome;
import org.chartlift.reconcile.job.Outcome.Repaired;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/** What a comparison found as Parameters. */
final class ReconcileAnswer {
    private ReconcileAnswer() {}

    static Parameters of(Outcome outcome) {
        Parameters answer = new Parameters();
        Comparison c = outcome.comparison();
        answer.addParameter("gate", new CodeType(outcome.gate().code()));
        answer.addParameter("task", new Reference("Task/" + c.taskId()));
        answer.addParameter("report", new Reference("MeasureReport/" + c.reportId()));
        answer.addParameter("differences", new Reference("Binary/" + c.differencesId()));
        answer.addParameter("page", new Reference("Binary/" + c.pageId()));
        answer.addParameter("table", new Reference("Binary/" + c.tableId()));
        if (!outcome.sample().isEmpty()) {
            answer.addParameter("sample", new Reference("List/" + c.sampleId()));
        }
        outcome.records().forEach((word, n) -> {
            ParametersParameterComponent part = answer.addParameter().setName("records");
            part.addPart().setName("state").setValue(new CodeType(word));
            part.addPart().setName("count").setValue(new DecimalType(n));
        });
        for (Map.Entry<Level, long[]> level : outcome.levels().entrySet()) {
            ParametersParameterComponent part = answer.addParameter().setName("level");
            part.addPart().setName("code").setValue(new CodeType(level.getKey().code()));
            part.addPart().setName("checked").setValue(new DecimalType(level.getValue()[0]));
            part.addPart().setName("violated").setValue(new DecimalType(level.getValue()[1]));
        }
        outcome.shown().forEach(d -> difference(answer.addParameter().setName("difference"), d));
        Repaired repair = outcome.repair();
        if (repair != null) {
            repair(answer.addParameter().setName("repair"), repair);
        }
        return answer;
    }

    private static void difference(ParametersParameterComponent part, Difference d) {
        text(part, "level", d.check().level().code());
        text(part, "check", d.check().name());
        text(part, "class", d.check().severity().name());
        text(part, "record", d.record());
        text(part, "sourcePath", d.sourcePath());
        text(part, "reference", d.reference());
        text(part, "serverPath", d.serverPath());
        text(part, "expected", d.expected());
        text(part, "actual", d.actual());
    }

    private static void text(ParametersParameterComponent part, String name, String value) {
        if (!value.isEmpty()) {
            part.addPart().setName(name).setValue(new StringType(value));
        }
    }

    private static void repair(ParametersParameterComponent part, Repaired repair) {
        repair.records().forEach(r -> text(part, "record", r));
        if (!repair.task().isEmpty()) {
            part.addPart().setName("run").setValue(new Reference(repair.task()));
        }
        Outcome after = repair.after();
        if (after != null) {
            part.addPart().setName("gate").setValue(new CodeType(after.gate().code()));
            part.addPart()
                    .setName("report")
                    .setValue(
                            new Reference("MeasureReport/" + after.comparison().reportId()));
            part.addPart()
                    .setName("differences")
                    .setValue(new Reference("Binary/" + after.comparison().differencesId()));
        }
    }
}
