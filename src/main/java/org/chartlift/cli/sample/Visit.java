package org.chartlift.cli.sample;

import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A visit as it stands at one moment.
 *
 * @param patientClass of HL7 table 0004
 * @param location point of care, room, bed joined by {@code -}
 * @param former the location before the last transfer; empty if none
 * @param admit null before the patient came
 * @param discharge null until the patient left
 */
record Visit(
        String number,
        String patientClass,
        String location,
        String former,
        Doctor doctor,
        @Nullable ZonedDateTime admit,
        @Nullable ZonedDateTime discharge,
        String disposition,
        List<Diagnosis> diagnoses,
        List<Procedure> procedures) {

    /** Someone of the staff. */
    record Doctor(String number, String family, String given, String prefix) {}

    /** A diagnosis; type is of HL7 table 0052. */
    record Diagnosis(Code code, String type, ZonedDateTime time) {}

    /** A procedure done during the visit. */
    record Procedure(Code code, ZonedDateTime time) {}

    Visit admitted(ZonedDateTime time) {
        return new Visit(
                number, patientClass, location, former, doctor, time, discharge, disposition, diagnoses, procedures);
    }

    Visit movedTo(String place) {
        return new Visit(
                number, patientClass, place, location, doctor, admit, discharge, disposition, diagnoses, procedures);
    }

    Visit left(@Nullable ZonedDateTime time, String how) {
        return new Visit(number, patientClass, location, former, doctor, admit, time, how, diagnoses, procedures);
    }

    Visit with(List<Diagnosis> found, List<Procedure> done) {
        return new Visit(number, patientClass, location, former, doctor, admit, discharge, disposition, found, done);
    }
}
