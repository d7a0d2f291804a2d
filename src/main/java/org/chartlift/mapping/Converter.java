package org.chartlift.mapping;

import org.chartlift.source.SourceTree;

/** Converts one record's tree into FHIR R4 resources by a compiled map set. Safe for use by several threads. */
public interface Converter {
    /**
     * Converts. Never throws for bad input: what is wrong with the record stands in {@link Conversion#findings()}.
     *
     * @throws IllegalStateException only for a fault of the engine itself, such as a target leaf without origin
     */
    Conversion convert(SourceTree tree, ConversionContext context);

    /** SHA-256 over the effective map set (maps, vocabulary, identity settings), in hexadecimal. */
    String mapDigest();
}
