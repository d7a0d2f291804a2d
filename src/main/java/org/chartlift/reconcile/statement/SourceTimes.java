package org.chartlift.reconcile.statement;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times of HL7 v2 (v2.5.1 section 2.A.22) in the compared form: a date with its precision, or an instant in UTC. A time without an offset takes that of MSH-7 (section
 * 2.15.9.7), else the sender's zone; where neither is known, only its date can be compared.
 */
final class SourceTimes {
    private static final Pattern FORM = Pattern.compile(
            "(\\d{4})(?:(\\d\\d)(?:(\\d\\d)(?:(\\d\\d)(?:(\\d\\d)(?:(\\d\\d)(\\.\\d+)?)?)?)?)?)?([+-]\\d{4})?");

    private final @Nullable ZoneOffset ofMessage;
    private final @Nullable ZoneId ofSender;

    SourceTimes(String messageTime, @Nullable ZoneId ofSender) {
        this.ofSender = ofSender;
        Matcher m = FORM.matcher(messageTime.trim());
        this.ofMessage = m.matches() && m.group(8) != null ? offset(m.group(8)) : null;
    }

    /** {@code 2024}, {@code 2024-02} or {@code 2024-02-29}; empty if it is no time. */
    static String date(String text) {
        Matcher m = FORM.matcher(text.trim());
        return m.matches() ? date(m) : "";
    }

    private static String date(Matcher m) {
        String day = m.group(1)
                + (m.group(2) == null ? "" : "-" + m.group(2))
                + (m.group(3) == null ? "" : "-" + m.group(3));
        try {
            LocalDate.parse((day + "-01-01").substring(0, 10));
            return day.startsWith("0000") ? "" : day;
        } catch (DateTimeException e) {
            return "";
        }
    }

    /** The compared form; empty if it is no time. */
    String time(String text) {
        Matcher m = FORM.matcher(text.trim());
        String date = m.matches() ? date(m) : "";
        if (date.isEmpty() || m.group(5) == null) {
            return date.isEmpty() || m.group(4) == null || m.group(4).compareTo("24") < 0 ? date : "";
        }
        try {
            String seconds = m.group(6) == null ? "00" : m.group(6);
            String fraction = m.group(7) == null ? "" : m.group(7);
            // more digits than nanoseconds have cannot be told apart by a clock
            String clock = m.group(4) + ":" + m.group(5) + ":" + seconds
                    + fraction.substring(0, Math.min(fraction.length(), 10));
            LocalDateTime local = LocalDateTime.of(LocalDate.parse(date), LocalTime.parse(clock));
            ZoneOffset offset = offset(m.group(8), local);
            return offset == null ? date : instant(local.atOffset(offset));
        } catch (DateTimeException e) {
            return "";
        }
    }

    /** An instant in UTC, without zeros at the end of the fraction. */
    static String instant(OffsetDateTime time) {
        String text = time.withOffsetSameInstant(ZoneOffset.UTC).toInstant().toString();
        int dot = text.indexOf('.');
        return dot < 0 ? text : text.substring(0, text.length() - 1).replaceAll("0+$", "") + "Z";
    }

    private @Nullable ZoneOffset offset(@Nullable String written, LocalDateTime local) {
        if (written != null) {
            return offset(written);
        }
        if (ofMessage != null || ofSender == null) {
            return ofMessage;
        }
        List<ZoneOffset> valid = ofSender.getRules().getValidOffsets(local);
        return valid.size() == 1 ? valid.get(0) : null;
    }

    private static ZoneOffset offset(String text) {
        return ZoneOffset.of(text.substring(0, 3) + ":" + text.substring(3));
    }
}
