package org.chartlift.validation;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.hl7.fhir.r4.model.BaseDateTimeType;

/**
 * Compares FHIR dates of different precision (FHIR R4 datatypes, date and dateTime) and answers only what is certain:
 * {@code 2024-03} is neither before nor after {@code 2024-03-05}.
 */
final class FhirTimes {
    private static final int DATE_LENGTH = "2024-03-05".length();
    private static final ZoneOffset EARLIEST_ZONE = ZoneOffset.ofHours(14);

    private FhirTimes() {}

    /** Whether one moment is certainly before the other; instants by the clock, dates by the calendar. */
    static boolean isBefore(BaseDateTimeType one, BaseDateTimeType other) {
        if (hasZone(one) && hasZone(other)) {
            return one.getValue().toInstant().isBefore(other.getValue().toInstant());
        }
        return isBefore(one.getValueAsString(), other.getValueAsString());
    }

    /** The same by calendar, at the coarser precision of the two. */
    static boolean isBefore(String one, String other) {
        int length = Math.min(DATE_LENGTH, Math.min(one.length(), other.length()));
        return one.substring(0, length).compareTo(other.substring(0, length)) < 0;
    }

    /** Whether it is certainly after the instant; a date without a zone is taken where its day begins first. */
    static boolean isAfter(BaseDateTimeType time, Instant instant) {
        if (hasZone(time)) {
            return time.getValue().toInstant().isAfter(instant);
        }
        String latestDate = DateTimeFormatter.ISO_LOCAL_DATE.format(instant.atOffset(EARLIEST_ZONE));
        return isBefore(latestDate, time.getValueAsString());
    }

    private static boolean hasZone(BaseDateTimeType time) {
        return time.getValueAsString().length() > DATE_LENGTH
                && (time.getTimeZone() != null || time.getValueAsString().endsWith("Z"));
    }
}
