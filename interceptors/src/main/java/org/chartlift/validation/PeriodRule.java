package org.chartlift.validation;

import org.chartlift.record.Severity;
import org.hl7.fhir.r4.model.Period;

/** A period ends after it starts (FHIR R4 Period, invariant per-1). Class A: FHIR itself calls the resource invalid. */
record PeriodRule() implements MigrationRule {
    static final String RULE = "period-reversed";

    @Override
    public void check(Checked checked) {
        for (Element element : checked.elements()) {
            if (element.value() instanceof Period period
                    && period.getStartElement().hasValue()
                    && period.getEndElement().hasValue()
                    && FhirTimes.isBefore(period.getEndElement(), period.getStartElement())) {
                checked.report(Severity.A, RULE, element.path(), "The period ends before it starts.");
            }
        }
    }
}
