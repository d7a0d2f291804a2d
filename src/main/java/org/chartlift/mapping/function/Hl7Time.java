package org.chartlift.mapping.function;

import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * An HL7 v2 time, {@code YYYY[MM[DD[HH[MM[SS[.S[S...]]]]]]][+/-ZZZZ]}, split and checked.
 *
 * @param date {@code 2024}, {@code 2024-02} or {@code 2024-02-29}
 * @param digits number of digits before fraction and offset: 4, 6, 8, 10, 12 or 14
 * @param clock {@code 14:05:00} with the fraction as written; empty if there is no time; minutes and seconds that were not written are zero
 * @param offset {@code +01:00}; empty if there is none
 */
public record Hl7Time(String date, int digits, String clock, String offset) {
    private static final int YEAR = 4;
    private static final int MONTH = 6;
    private static final int DAY = 8;
    private static final int HOUR = 10;
    private static final int MINUTE = 12;
    private static final int SECOND = 14;
    private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    boolean hasTime() {
        return digits > DAY;
    }

    boolean hasMinutes() {
        return digits >= MINUTE;
    }

    boolean hasSeconds() {
        return digits == SECOND;
    }

    /** Reads; null if the text is no such time. */
    public static @Nullable Hl7Time parse(String text) {
        int end = 0;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        if (end < YEAR || end > SECOND || end % 2 != 0) {
            return null;
        }
        int zone = end;
        if (zone < text.length() && text.charAt(zone) == '.') {
            zone++;
            while (zone < text.length() && isDigit(text.charAt(zone))) {
                zone++;
            }
            if (end != SECOND || zone == end + 1) {
                return null;
            }
        }
        String offset = offset(text.substring(zone));
        return offset == null ? null : of(text, end, text.substring(end, zone), offset);
    }

    /** The offset of a time that has one, else null. */
    public static @Nullable ZoneOffset offsetOf(String text) {
        Hl7Time time = parse(text.trim());
        return time == null || time.offset.isEmpty() ? null : ZoneOffset.of(time.offset);
    }

    private static @Nullable Hl7Time of(String text, int end, String fraction, String offset) {
        int year = number(text, 0, YEAR);
        int month = end >= MONTH ? number(text, YEAR, MONTH) : 1;
        int day = end >= DAY ? number(text, MONTH, DAY) : 1;
        if (year == 0 || month < 1 || month > DAYS.length || day < 1 || day > daysOf(year, month)) {
            return null;
        }
        int hour = end >= HOUR ? number(text, DAY, HOUR) : 0;
        int minute = end >= MINUTE ? number(text, HOUR, MINUTE) : 0;
        int second = end >= SECOND ? number(text, MINUTE, SECOND) : 0;
        if (hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        StringBuilder date = new StringBuilder(10).append(text, 0, YEAR);
        if (end >= MONTH) {
            date.append('-').append(text, YEAR, MONTH);
        }
        if (end >= DAY) {
            date.append('-').append(text, MONTH, DAY);
        }
        return new Hl7Time(date.toString(), end, end > DAY ? clock(text, end, fraction) : "", offset);
    }

    private static String clock(String text, int end, String fraction) {
        String minutes = end >= MINUTE ? text.substring(HOUR, MINUTE) : "00";
        String seconds = end >= SECOND ? text.substring(MINUTE, SECOND) : "00";
        return text.substring(DAY, HOUR) + ":" + minutes + ":" + seconds + fraction;
    }

    private static @Nullable String offset(String text) {
        if (text.isEmpty()) {
            return "";
        }
        char sign = text.charAt(0);
        if (text.length() != 5 || (sign != '+' && sign != '-')) {
            return null;
        }
        for (int i = 1; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return null;
            }
        }
        int hours = number(text, 1, 3);
        int minutes = number(text, 3, 5);
        boolean legal = minutes < 60 && hours * 60 + minutes <= 14 * 60;
        return legal ? text.substring(0, 3) + ":" + text.substring(3) : null;
    }

    private static int daysOf(int year, int month) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && !leap ? 28 : DAYS[month - 1];
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int number(String text, int from, int to) {
        int n = 0;
        for (int i = from; i < to; i++) {
            n = n * 10 + text.charAt(i) - '0';
        }
        return n;
    }
}
