package org.chartlift.source.hl7v2;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.source.UnreadableRecordException;
import org.jspecify.annotations.Nullable;

/** The record that a scan is in: its bounds, what its header segments say, and what was found. One record, one instance. */
final class OpenRecord {
    private static final String CUT_RECORD = "cut-record";
    private static final int CONTROL_ID = 10;
    private static final int MESSAGE_TYPE = 9;
    private static final int MESSAGE_TIME = 7;
    private static final int VERSION = 12;

    private final boolean isMessage;
    private final boolean isFramed;
    private final long start;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> patientKeys = new LinkedHashSet<>();
    private final @Nullable HeaderText text;
    private Line last;
    private int lines = 1;
    private String evn1 = "";
    private String recorded = "";

    /**
     * @param isFramed whether an MLLP start byte stands before it
     */
    private OpenRecord(Line first, boolean isMessage, boolean isFramed, @Nullable HeaderText text) {
        this.isMessage = isMessage;
        this.isFramed = isFramed;
        this.text = text;
        start = first.start();
        last = first;
    }

    static OpenRecord message(Line msh, boolean isFramed, Hl7v2Settings settings) {
        HeaderText text = null;
        Finding fault = null;
        try {
            text = HeaderText.of(msh.head(), settings);
        } catch (UnreadableRecordException e) {
            fault = e.finding();
        }
        OpenRecord record = new OpenRecord(msh, true, isFramed, text);
        if (fault != null) {
            record.findings.add(fault);
        }
        record.checkHeader(msh);
        return record;
    }

    static OpenRecord notAMessage(Line first) {
        OpenRecord record = new OpenRecord(first, false, false, null);
        record.add(Severity.A, "not-a-message", "these bytes stand outside of any message or envelope");
        return record;
    }

    void add(Line line) {
        last = line;
        lines++;
        if (text == null) {
            return;
        }
        switch (line.name()) {
            case EVN -> {
                SegmentFields evn = text.segment(line.head());
                evn1 = evn1.isEmpty() ? text.decoded(evn.field(1).component(1)) : evn1;
                recorded = recorded.isEmpty() ? text.decoded(evn.field(2).component(1)) : recorded;
                checkHeader(line);
            }
            case PID -> identifiers(text, line, 2, 3, 4);
            case MRG -> identifiers(text, line, 1, 2, 4);
            default -> {
                // every other segment is only hashed
            }
        }
    }

    private void identifiers(HeaderText header, Line line, int... fields) {
        checkHeader(line);
        SegmentFields segment = header.segment(line.head());
        for (int field : fields) {
            header.addIdentifiers(segment.field(field), patientKeys);
        }
    }

    private void checkHeader(Line line) {
        if (!line.whole()) {
            add(
                    Severity.A,
                    "limit-header",
                    "a header segment is longer than " + LineReader.LONGEST_HEADER + " characters");
        }
    }

    void add(Severity severity, String rule, String message) {
        findings.add(Refusal.finding(severity, rule, "", message));
    }

    void addCut(String message) {
        add(Severity.A, CUT_RECORD, message);
    }

    boolean isMessage() {
        return isMessage;
    }

    boolean isFramed() {
        return isFramed;
    }

    long start() {
        return start;
    }

    long end() {
        return last.end();
    }

    /** The last line that is not blank. */
    Line lastLine() {
        return last;
    }

    /** Whether MSH is its only segment and lacks the message type or the version, which every header has. */
    boolean endsInHeader() {
        return lines == 1 && (text == null || text.lacks(MESSAGE_TYPE) || text.lacks(VERSION));
    }

    @Nullable
    Delimiters delimiters() {
        return text == null ? null : text.delimiters();
    }

    String kind() {
        return text == null ? "" : Events.event(text.msh(), evn1.trim());
    }

    String controlId() {
        return text == null ? "" : text.decoded(text.msh().field(CONTROL_ID));
    }

    String eventTime() {
        if (text == null) {
            return "";
        }
        return recorded.isEmpty() ? text.decoded(text.msh().field(MESSAGE_TIME).component(1)) : recorded;
    }

    List<String> patientKeys() {
        return List.copyOf(patientKeys);
    }

    List<Finding> findings() {
        return findings;
    }
}
