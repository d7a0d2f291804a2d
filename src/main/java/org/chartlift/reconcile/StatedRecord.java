package org.chartlift.reconcile;

/**
 * A source record that is to be compared.
 *
 * @param order its place in the order in which records took effect; unique within a comparison
 * @param location {@code file#number}, for people
 * @param format the reader's code, for example {@code hl7v2}
 * @param bytes the record; not copied
 */
public record StatedRecord(long order, String location, String format, byte[] bytes) {}
