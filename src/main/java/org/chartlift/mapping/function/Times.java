package org.chartlift.mapping.function;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.TimeType;
import org.jspecify.annotations.Nullable;

/**
 * Times of HL7 v2 (v2.5.1 section 2.A.22 DTM, 2.A.77 TS) with the precision they were written in. A time without an offset takes the message's default
 * offset, else the sender's zone; where neither is known it keeps the precision of a date, and its text stands beside it.
 */
final class Times {
    /** Length of {@code 14:05:00}: HAPI's validator takes no fraction in a time of day, though FHIR has one. */
    private static final int SECONDS = 8;

    private Times() {}

    static @Nullable Base date(Call call) {
        String text = call.text().trim();
        Hl7Time time = Hl7Time.parse(text);
        if (time == null) {
            return call.fail("not-a-time");
        }
        call.take();
        return time.hasTime() ? withSource(new DateType(time.date()), text) : new DateType(time.date());
    }

    static @Nullable Base datePart(Call call) {
        Hl7Time time = Hl7Time.parse(call.text().trim());
        if (time == null) {
            return call.fail("not-a-time");
        }
        call.take();
        return new DateType(time.date());
    }

    static @Nullable Base dateTime(Call call) {
        String text = call.text().trim();
        Hl7Time time = Hl7Time.parse(text);
        if (time == null) {
            return call.fail("not-a-time");
        }
        call.take();
        return dateTime(call, time, text);
    }

    /** The dateTime of an HL7 time that was parsed already. */
    static DateTimeType dateTime(Call call, Hl7Time time, String text) {
        if (!time.hasTime()) {
            DateTimeType day = new DateTimeType(time.date());
            return time.offset().isEmpty() ? day : withSource(day, text);
        }
        String offset = time.hasMinutes() ? offset(call, time) : "";
        if (offset.isEmpty()) {
            return withSource(new DateTimeType(time.date()), text);
        }
        return new DateTimeType(time.date() + "T" + time.clock() + offset);
    }

    static @Nullable Base instant(Call call) {
        Hl7Time time = Hl7Time.parse(call.text().trim());
        if (time == null) {
            return call.fail("not-a-time");
        }
        return time.hasSeconds() ? instant(call, time) : call.fail("no-seconds");
    }

    /** The instant at which a minute begins; the text stands beside it where it has no seconds. */
    static @Nullable Base minuteInstant(Call call) {
        String text = call.text().trim();
        Hl7Time time = Hl7Time.parse(text);
        if (time == null) {
            return call.fail("not-a-time");
        }
        InstantType instant = time.hasMinutes() ? instant(call, time) : null;
        if (instant == null) {
            return time.hasMinutes() ? null : call.fail("no-minutes");
        }
        return time.hasSeconds() ? instant : withSource(instant, text);
    }

    private static @Nullable InstantType instant(Call call, Hl7Time time) {
        String offset = offset(call, time);
        if (offset.isEmpty()) {
            call.fail("no-time-zone");
            return null;
        }
        call.take();
        return new InstantType(time.date() + "T" + time.clock() + offset);
    }

    /** The dateTime of what is no instant: seconds or zone are missing. Does not apply to an instant. */
    static @Nullable Base lessThanInstant(Call call) {
        Hl7Time time = Hl7Time.parse(call.text().trim());
        boolean isInstant =
                time != null && time.hasSeconds() && !offset(call, time).isEmpty();
        return isInstant ? null : dateTime(call);
    }

    /** The dateTime of what has no minutes or no zone. Does not apply where {@link #minuteInstant} does. */
    static @Nullable Base lessThanMinuteInstant(Call call) {
        Hl7Time time = Hl7Time.parse(call.text().trim());
        boolean isInstant =
                time != null && time.hasMinutes() && !offset(call, time).isEmpty();
        return isInstant ? null : dateTime(call);
    }

    /** The time of day of a TM or of a TS with a time. */
    static @Nullable Base time(Call call) {
        String text = call.text().trim();
        Hl7Time time = Hl7Time.parse(text);
        boolean timeOnly = time == null || !time.hasTime();
        if (timeOnly) {
            time = Hl7Time.parse("20000101" + text);
        }
        if (time == null || !time.hasMinutes()) {
            return call.fail("not-a-time");
        }
        call.take();
        String clock = time.clock();
        TimeType result = new TimeType(clock.substring(0, Math.min(clock.length(), SECONDS)));
        boolean whole = timeOnly && clock.length() <= SECONDS && time.offset().isEmpty();
        return whole ? result : withSource(result, text);
    }

    /** A time of day as it stands in a TS, when there is one. */
    static <T extends PrimitiveType<?>> T withSource(T value, String text) {
        value.addExtension(ExtensionUrls.SOURCE_TEXT, new StringType(text));
        return value;
    }

    /** {@code +01:00}; empty if no one knows it, or if the local time does not exist or exists twice. */
    private static String offset(Call call, Hl7Time time) {
        if (!time.offset().isEmpty()) {
            return time.offset();
        }
        ZoneOffset message = call.settings().defaultOffset();
        if (message != null) {
            return text(message);
        }
        ZoneId zone = call.settings().sender().zone();
        return zone == null ? "" : zoneOffset(call, time, zone);
    }

    private static String zoneOffset(Call call, Hl7Time time, ZoneId zone) {
        try {
            LocalDateTime local = LocalDateTime.of(LocalDate.parse(time.date()), LocalTime.parse(time.clock()));
            List<ZoneOffset> valid = zone.getRules().getValidOffsets(local);
            if (valid.size() == 1) {
                return text(valid.get(0));
            }
            call.report(
                    valid.isEmpty() ? "time-in-clock-change-gap" : "time-twice-in-clock-change",
                    "the local time " + (valid.isEmpty() ? "does not exist" : "exists twice") + " in " + zone
                            + "; only its date is kept as a date");
            return "";
        } catch (DateTimeException e) {
            return "";
        }
    }

    private static String text(ZoneOffset offset) {
        return offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId();
    }
}
