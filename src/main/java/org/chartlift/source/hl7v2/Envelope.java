package org.chartlift.source.hl7v2;

import java.util.function.Consumer;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;

/**
 * The batch protocol of one file (v2.5.1 section 2.10.3): FHS ... FTS around batches, BHS ... BTS around messages, and their counts. One file, one
 * instance.
 */
final class Envelope {
    private static final String BATCH_COUNT = "batch-count";

    private final Consumer<Finding> fileFindings;
    private boolean fileIsOpen;
    private boolean batchIsOpen;
    private int messages;
    private int batches;

    Envelope(Consumer<Finding> fileFindings) {
        this.fileFindings = fileFindings;
    }

    void message() {
        messages++;
    }

    /** Takes an envelope line; answers whether a trailer is missing before it, so that the message before it may be cut. */
    boolean line(Line line) {
        return switch (line.name()) {
            case FHS -> {
                boolean missing = isOpen();
                fileIsOpen = true;
                batchIsOpen = false;
                batches = 0;
                messages = 0;
                yield missing;
            }
            case BHS -> {
                boolean missing = batchIsOpen;
                batchIsOpen = true;
                messages = 0;
                yield missing;
            }
            case BTS -> {
                compare(line, "BTS-1", messages, "messages");
                batchIsOpen = false;
                batches++;
                messages = 0;
                yield false;
            }
            case FTS -> {
                boolean missing = batchIsOpen;
                compare(line, "FTS-1", batches, "batches");
                fileIsOpen = false;
                batchIsOpen = false;
                yield missing;
            }
            default -> throw new IllegalArgumentException("not an envelope line");
        };
    }

    /** Whether an envelope was opened and its trailer has not come. */
    boolean isOpen() {
        return fileIsOpen || batchIsOpen;
    }

    private void compare(Line line, String path, int counted, String what) {
        String declared = count(line.head());
        if (!declared.isEmpty() && !declared.equals(Integer.toString(counted))) {
            fileFindings.accept(Refusal.finding(
                    Severity.B,
                    BATCH_COUNT,
                    path,
                    "the trailer's count differs from the " + counted + " " + what + " in the file"));
        }
    }

    /** The first field without leading zeros or blanks: the separator is the trailer's own fourth byte. */
    private static String count(byte[] head) {
        if (head.length <= Delimiters.FIELD_AT) {
            return "";
        }
        int from = Delimiters.FIELD_AT + 1;
        int end = Bytes.indexOf(head, from, head.length, head[Delimiters.FIELD_AT]);
        String text = Bytes.ascii(head, from, end < 0 ? head.length : end).trim();
        int zeros = 0;
        while (zeros < text.length() - 1 && text.charAt(zeros) == '0') {
            zeros++;
        }
        return text.substring(zeros);
    }
}
