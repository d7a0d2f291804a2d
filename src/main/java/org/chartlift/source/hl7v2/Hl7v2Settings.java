package org.chartlift.source.hl7v2;

import java.util.Map;

/**
 * Limits and site decisions of the HL7 v2 reader.
 *
 * @param maxSegments most segments a message may have; more is refused ({@code limit-segments})
 * @param maxFields most fields a segment may have; more is refused ({@code limit-fields})
 * @param maxValues most populated values a message may have; more is refused ({@code limit-values}). It bounds the memory of a tree: about 50
 *     bytes a value
 * @param maxRecordBytes longest message in bytes; longer is refused ({@code limit-bytes})
 * @param strictTermination whether a file's last message without a final segment terminator is quarantined even if nothing else says that it
 *     is cut
 * @param charsets what a sender's MSH-18 really means here: value as written (empty: absent) to the name of a Java charset. It goes before
 *     HL7 table 0211 and is taken at its word, so that for example {@code "" -> windows-1252} reads a site's undeclared text
 */
public record Hl7v2Settings(
        int maxSegments,
        int maxFields,
        int maxValues,
        long maxRecordBytes,
        boolean strictTermination,
        Map<String, String> charsets) {
    private static final int MAX_SEGMENTS = 100_000;
    private static final int MAX_FIELDS = 1_000;
    private static final int MAX_VALUES = 4_000_000;
    private static final long MAX_RECORD_BYTES = 512L << 20;

    /** The defaults: 100,000 segments of 1,000 fields, 4 million values, 512 MiB, no site decisions. */
    public static final Hl7v2Settings DEFAULT =
            new Hl7v2Settings(MAX_SEGMENTS, MAX_FIELDS, MAX_VALUES, MAX_RECORD_BYTES, false, Map.of());

    public Hl7v2Settings {
        charsets = Map.copyOf(charsets);
    }

    /** The same with another choice of {@link #strictTermination}. */
    public Hl7v2Settings withStrictTermination(boolean strict) {
        return new Hl7v2Settings(maxSegments, maxFields, maxValues, maxRecordBytes, strict, charsets);
    }

    /** The same with other {@link #charsets}. */
    public Hl7v2Settings withCharsets(Map<String, String> sites) {
        return new Hl7v2Settings(maxSegments, maxFields, maxValues, maxRecordBytes, strictTermination, sites);
    }
}
