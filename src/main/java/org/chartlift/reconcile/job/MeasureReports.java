package org.chartlift.reconcile.job;

import java.math.BigDecimal;
import java.util.Date;
import org.chartlift.load.Terms;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;

/** A comparison as a MeasureReport: one group for each check. */
final class MeasureReports {
    private static final String MEASURE = "https://chartlift.org/fhir/Measure/reconcile";
    private static final String CHECKS = "https://chartlift.org/fhir/CodeSystem/reconcile-check";
    private static final String EXTENSION = "https://chartlift.org/fhir/StructureDefinition/reconcile-";
    private static final String POPULATION = "http://terminology.hl7.org/CodeSystem/measure-population";
    private static final String UCUM = "http://unitsofmeasure.org";

    private MeasureReports() {}

    static MeasureReport of(Outcome outcome, Date now) {
        Comparison c = outcome.comparison();
        MeasureReport report = new MeasureReport()
                .setStatus(MeasureReport.MeasureReportStatus.COMPLETE)
                .setType(MeasureReport.MeasureReportType.SUMMARY)
                .setMeasure(MEASURE)
                .setDate(now)
                .setPeriod(new Period().setStart(Date.from(c.started())).setEnd(now));
        report.setId(c.reportId());
        extension(report.addExtension(), "gate", new CodeType(outcome.gate().code()));
        extension(report.addExtension(), "thresholds", new StringType(outcome.thresholds()));
        outcome.checks().forEach(check -> group(report.addGroup(), check));
        return report;
    }

    private static void group(MeasureReportGroupComponent group, CheckResult r) {
        group.setCode(new CodeableConcept()
                .addCoding(new Coding()
                        .setSystem(CHECKS)
                        .setCode(r.check().level().code() + "." + r.check().name()))
                .setText(r.check().name()));
        extension(group.addExtension(), "status", Terms.code(r.status().words()));
        extension(
                group.addExtension(), "class", new CodeType(r.check().severity().name()));
        extension(group.addExtension(), "threshold", new DecimalType(r.threshold()));
        extension(group.addExtension(), "threshold-reason", new StringType(r.thresholdReason()));
        extension(group.addExtension(), "violated", new DecimalType(r.violated()));
        if (!r.reason().isEmpty()) {
            extension(group.addExtension(), "status-reason", new StringType(r.reason()));
        }
        population(group, "denominator", r.checked());
        population(group, "numerator", Math.max(0, r.checked() - r.violated()));
        if (r.checked() > 0) {
            group.setMeasureScore(percent(r.percent()));
        }
    }

    private static Quantity percent(BigDecimal value) {
        return new Quantity()
                .setValue(new BigDecimal(value.toPlainString()))
                .setUnit("%")
                .setSystem(UCUM)
                .setCode("%");
    }

    private static void population(MeasureReportGroupComponent group, String code, long count) {
        group.addPopulation()
                .setCode(new CodeableConcept()
                        .addCoding(new Coding().setSystem(POPULATION).setCode(code)))
                .setCount((int) Math.min(Integer.MAX_VALUE, count));
    }

    private static void extension(Extension extension, String name, Type value) {
        extension.setUrl(EXTENSION + name).setValue(value);
    }
}
