package org.chartlift.cli.sample;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * What decides every byte of the extract.
 *
 * @param patients how many lives, 1 or more
 * @param first how many lives to skip before the first: extracts of one seed that do not overlap are of different patients
 * @param seed seed of all chance
 * @param start first day of the extract
 * @param months how many months it spans, 6 or more
 * @param messagesPerFile a file is closed after so many messages, or at the end of a month
 */
public record Settings(int patients, int first, long seed, LocalDate start, int months, int messagesPerFile) {
    /** Time zone of the hospital: times without offset are meant so. */
    public static final ZoneId ZONE = ZoneId.of("America/Chicago");
    /** The sender, as {@code sourceSystem} of a migration; {@code mappings/identity} knows it. */
    public static final String SOURCE_SYSTEM = "urn:chartlift:sample-hospital";

    public Settings {
        if (patients < 1 || first < 0 || months < 6 || messagesPerFile < 1) {
            throw new IllegalArgumentException("needs at least 1 patient, 6 months and 1 message a file");
        }
    }

    /** Two years from 2023-01-01. */
    public static Settings of(int patients, long seed) {
        return new Settings(patients, 0, seed, LocalDate.of(2023, 1, 1), 24, 500);
    }

    ZonedDateTime begin() {
        return start.atStartOfDay(ZONE);
    }

    ZonedDateTime end() {
        return start.plusMonths(months).atStartOfDay(ZONE);
    }

    int days() {
        return (int) (start.plusMonths(months).toEpochDay() - start.toEpochDay());
    }
}
