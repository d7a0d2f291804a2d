package org.chartlift.cli.sample;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that happens to a patient and makes one message. Everything in it is as known at that moment. */
sealed interface Event {
    /** When the message is sent. */
    ZonedDateTime time();

    /** Whose message it is. */
    Person person();

    /** MSH-9.1^MSH-9.2. */
    String kind();

    /** Disposition in a first load, if it can be said; else empty. */
    String expected();

    /**
     * Registration and movement.
     *
     * @param gone the person merged away, for A40 only
     */
    record Adt(
            ZonedDateTime time,
            Person person,
            String trigger,
            @Nullable Visit visit,
            @Nullable Person gone,
            String expected)
            implements Event {
        @Override
        public String kind() {
            return "ADT^" + trigger;
        }
    }

    /** A laboratory or other report. */
    record Report(ZonedDateTime time, Person person, @Nullable Visit visit, Order order, String expected)
            implements Event {
        @Override
        public String kind() {
            return "ORU^R01";
        }
    }

    /**
     * A note.
     *
     * @param style how OBX carries it
     */
    record Note(ZonedDateTime time, Person person, Visit visit, String number, Code noteKind, Style style, long seed)
            implements Event {
        /** Ways to send a note. */
        enum Style {
            LINES,
            SEGMENTS,
            FORMATTED,
            RTF
        }

        @Override
        public String kind() {
            return "MDM^T02";
        }

        @Override
        public String expected() {
            return "";
        }
    }

    /** Vaccinations, given, told or refused. */
    record Vaccination(ZonedDateTime time, Person person, List<Shot> shots) implements Event {
        @Override
        public String kind() {
            return "VXU^V04";
        }

        @Override
        public String expected() {
            return "";
        }
    }

    /**
     * One vaccination.
     *
     * @param completion RXA-20: CP or RE
     * @param source RXA-9, of table NIP001
     * @param refusal RXA-18; empty unless refused
     */
    record Shot(
            String filler,
            Code vaccine,
            LocalDate date,
            String completion,
            Code source,
            String lot,
            @Nullable LocalDate expiry,
            Code maker,
            Code refusal) {}
}
