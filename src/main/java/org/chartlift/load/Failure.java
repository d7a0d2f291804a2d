package org.chartlift.load;

import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;

/** What a failed transaction says: try again, the database is not well, or a record is bad. */
public enum Failure {
    /** Somebody else was in the way; the same unit may pass the next time. */
    RETRY,
    /** Nothing is wrong with the records: the run must end and be repeated. */
    INFRASTRUCTURE,
    /** A record of the unit is the cause. */
    RECORD;

    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK_DETECTED = "40P01";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final Set<String> RETRIED =
            Set.of(SERIALIZATION_FAILURE, DEADLOCK_DETECTED, LOCK_NOT_AVAILABLE, UNIQUE_VIOLATION);
    /** Connection, insufficient resources, operator intervention, system error, internal error. */
    private static final Set<String> UNWELL = Set.of("08", "53", "57", "58", "XX");

    private static final Pattern DANGLING = Pattern.compile(
            "Resource ([A-Z][A-Za-z]+/[A-Za-z0-9.-]+) not found, specified in path: ([A-Za-z0-9.\\[\\]]+)");
    private static final Pattern HAPI_CODE = Pattern.compile("HAPI-\\d{4}");

    public static Failure of(Throwable thrown) {
        for (Throwable t = thrown; t != null && t != t.getCause(); t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                return of(sql.getSQLState());
            }
            if (t instanceof ConcurrencyFailureException || t instanceof ResourceVersionConflictException) {
                return RETRY;
            }
            if (t instanceof CannotCreateTransactionException
                    || t instanceof DataAccessResourceFailureException
                    || t instanceof QueryTimeoutException
                    || t instanceof SQLException) {
                return INFRASTRUCTURE;
            }
        }
        return RECORD;
    }

    private static Failure of(String state) {
        if (RETRIED.contains(state)) {
            return RETRY;
        }
        return UNWELL.contains(state.substring(0, 2)) ? INFRASTRUCTURE : RECORD;
    }

    /** The finding about the record that the server refused; takes from the message only what cannot hold a value of the patient. */
    static Finding finding(Throwable thrown) {
        for (Throwable t = thrown; t != null && t != t.getCause(); t = t.getCause()) {
            Matcher dangling = DANGLING.matcher(String.valueOf(t.getMessage()));
            if (dangling.find()) {
                return new Finding(
                        Severity.A,
                        "dangling-reference",
                        "",
                        dangling.group(2),
                        "It refers to " + dangling.group(1) + ", which is neither in the record nor on the server.");
            }
        }
        Matcher code = HAPI_CODE.matcher(String.valueOf(thrown.getMessage()));
        return new Finding(
                Severity.A,
                "refused-by-server",
                "",
                "",
                "The server refused the record's resources with "
                        + thrown.getClass().getSimpleName() + (code.find() ? " (" + code.group() + ")" : "") + ".");
    }

    /** Where in our own code a failure came from: says more than its message, and never a value of the patient. */
    public static String place(Throwable e) {
        for (StackTraceElement frame : e.getStackTrace()) {
            if (frame.getClassName().startsWith("org.chartlift.")) {
                return frame.getFileName() + ":" + frame.getLineNumber();
            }
        }
        return "an unknown place";
    }
}
