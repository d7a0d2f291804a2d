package org.chartlift.cli.sample;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the sample hospital meant, in its own terms and independent of any map: one line of JSON a message in
 * {@code truth/messages.ndjson}, one a chart in {@code truth/patients.ndjson}, and {@code truth/summary.json}; if asked for, where every value stands in
 * {@code truth/fields.ndjson}. Absent values are empty
 * texts, never null. Times are written with their offset, whatever the message did.
 */
public final class Truth {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String MESSAGES = "messages.ndjson";
    static final String PATIENTS = "patients.ndjson";
    static final String FIELDS = "fields.ndjson";
    static final String SUMMARY = "summary.json";

    private Truth() {}

    /**
     * One message as it lies in the extract.
     *
     * @param file name below {@code extract/}
     * @param number 1-based number within the file
     * @param controlId MSH-10; empty if the header is cut
     * @param event MSH-9.1^MSH-9.2
     * @param patient record number of the chart; empty for broken messages
     * @param time when it was sent
     * @param expected disposition in a first load of the whole extract in file order, where it can be said whatever the maps are; else empty
     * @param reason why it must be quarantined: {@code charset}, {@code header}, {@code segment}, {@code no-message-map}; else empty
     * @param duplicate whether the same bytes stand earlier in the extract
     */
    public record Message(
            String file,
            int number,
            String controlId,
            String event,
            String patient,
            String time,
            String expected,
            String reason,
            boolean duplicate) {}

    /**
     * One chart with its final facts.
     *
     * @param mrn its record number
     * @param mergedInto record number of the surviving chart; empty if none
     * @param death time of death as written; empty if alive
     */
    public record Patient(
            String mrn,
            String mergedInto,
            List<Identifier> identifiers,
            List<Name> names,
            String birthDate,
            String sex,
            Address address,
            Phones phones,
            String death,
            List<Encounter> encounters,
            List<Allergy> allergies,
            List<Diagnosis> diagnoses,
            List<Procedure> procedures,
            List<Immunization> immunizations,
            List<Result> results,
            List<Document> documents) {}

    /** An identifier: value, assigning authority, type of HL7 table 0203. */
    public record Identifier(String value, String authority, String type) {}

    /** A name; use is of HL7 table 0200. */
    public record Name(String use, String family, String given, String middle) {}

    /** The home address. */
    public record Address(String line, String other, String town, String state, String zip, String country) {}

    /** What reaches the patient; a deleted number is empty. */
    public record Phones(String home, String work, String email) {}

    /**
     * A visit.
     *
     * @param lastEvent the last ADT trigger that named it
     * @param status {@code planned}, {@code active}, {@code discharged} or {@code cancelled}, as that trigger says
     */
    public record Encounter(
            String visitNumber,
            String patientClass,
            String location,
            String start,
            String end,
            String lastEvent,
            String status) {}

    /** An allergy; severity is of HL7 table 0128. */
    public record Allergy(String code, String text, String system, String severity, List<String> reactions) {}

    /** A diagnosis made during a visit; type is of HL7 table 0052. */
    public record Diagnosis(String visitNumber, String code, String text, String type, String time) {}

    /** A procedure done during a visit. */
    public record Procedure(String visitNumber, String code, String text, String time) {}

    /** A vaccination by CVX code; status is RXA-20, refusal is RXA-18.1. */
    public record Immunization(
            String filler, String cvx, String date, String lot, String status, String source, String refusal) {}

    /** A result after all corrections; an attached file is given by {@code sha256:} and its digest. */
    public record Result(
            String filler,
            String code,
            String subId,
            String type,
            String value,
            String unit,
            String status,
            String time,
            String visitNumber) {}

    /** A note: SHA-256 of the attached file, or of its lines joined by a line feed in UTF-8. */
    public record Document(String id, String kind, String contentType, String sha256, String visitNumber) {}

    /**
     * Where the values of one message stand; messages that are broken or sent again have no line.
     *
     * @param file name below {@code extract/}
     * @param number 1-based number within the file
     */
    public record Fields(String file, int number, List<Field> fields) {}

    /**
     * A value as it was written.
     *
     * @param path for example {@code PID-3[2].4.1}, {@code OBX[3]-5}
     * @param offset of its first byte within the message
     * @param length in bytes, as written
     * @param text what was meant, escapes resolved
     */
    public record Field(String path, int offset, int length, String text) {}

    /** Totals of the extract. {@code events} counts messages by kind, {@code quarantined} by reason. */
    public record Summary(
            String sourceSystem,
            long seed,
            int patients,
            int charts,
            int files,
            int messages,
            long bytes,
            int duplicates,
            Map<String, Integer> events,
            Map<String, Integer> quarantined) {}

    /** The messages below {@code dir} (the folder that holds {@code truth/}), in file order. Close the stream. */
    public static Stream<Message> messages(Path dir) throws IOException {
        return lines(dir.resolve("truth").resolve(MESSAGES), Message.class);
    }

    /** Where the values of messages stand, in file order. Close the stream. */
    public static Stream<Fields> fields(Path dir) throws IOException {
        return lines(dir.resolve("truth").resolve(FIELDS), Fields.class);
    }

    /** The charts. Close the stream. */
    public static Stream<Patient> patients(Path dir) throws IOException {
        return lines(dir.resolve("truth").resolve(PATIENTS), Patient.class);
    }

    /** The totals. */
    public static Summary summary(Path dir) throws IOException {
        return JSON.readValue(dir.resolve("truth").resolve(SUMMARY).toFile(), Summary.class);
    }

    private static <T> Stream<T> lines(Path file, Class<T> type) throws IOException {
        return Files.lines(file).map(line -> {
            try {
                return JSON.readValue(line, type);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
