package org.chartlift.rollback.delta;

import java.util.Arrays;
import java.util.Objects;

/**
 * A part of a delta that was written.
 *
 * @param kind what it holds
 * @param binary logical id of the Binary
 * @param entries how many resources, deletions, messages or findings
 */
public record DeltaFile(Kind kind, String binary, long entries) {
    /** What a part holds, and as what. */
    public enum Kind {
        /** Resources as others left them, one a line. */
        RESOURCES("resources", "application/fhir+ndjson"),
        /** What others deleted, one a line: reference, who, when, and the resource as it was last. */
        DELETED("deleted", "application/x-ndjson"),
        /** HL7 v2.5.1 messages, UTF-8, segments ended by carriage returns. */
        MESSAGES("messages", "x-application/hl7-v2+er7"),
        /** What no message says, one a line: reference with version, FHIRPath, reason. */
        INEXPRESSIBLE("not-expressible", "application/x-ndjson");

        private final String word;
        private final String contentType;

        Kind(String word, String contentType) {
            this.word = word;
            this.contentType = contentType;
        }

        static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no kind of part"));
        }

        /** The word for it in answers. */
        public String word() {
            return word;
        }

        /** The Binary's content type. */
        public String contentType() {
            return contentType;
        }
    }

    public DeltaFile {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(binary);
    }
}
