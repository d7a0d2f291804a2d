package org.chartlift.rollback.delta;

/**
 * What no HL7 v2 message says of a change.
 *
 * @param reference {@code Type/id/_history/version}
 * @param path FHIRPath of the element; a resource type for the whole
 * @param reason {@code no-field}: the message has no place for it; else why there is no message at all
 */
record Unexpressed(String reference, String path, String reason) {}
