package org.chartlift.cli.sample;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Times as HL7 v2 writes them. */
final class Hl7Time {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyyMMddHHmm");
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("yyyyMMddHHmmssxx");

    private Hl7Time() {}

    static String seconds(@Nullable ZonedDateTime time) {
        return time == null ? "" : SECONDS.format(time);
    }

    static String minutes(ZonedDateTime time) {
        return MINUTES.format(time);
    }

    static String offset(ZonedDateTime time) {
        return OFFSET.format(time);
    }

    static String day(@Nullable LocalDate day) {
        return day == null ? "" : DateTimeFormatter.BASIC_ISO_DATE.format(day);
    }
}
