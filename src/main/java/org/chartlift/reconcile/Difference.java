package org.chartlift.reconcile;

/**
 * One violation. Texts are empty where they do not apply: a missing fact has no reference, a surplus one no source.
 *
 * @param check what is violated
 * @param record the source record, {@code file#number}; of several the last that states the fact
 * @param sourcePath where in the record, for example {@code AL1[2]-3}
 * @param reference the resource, {@code Type/id}
 * @param serverPath the element, as FHIRPath from the resource's type
 * @param expected what the source says, in the form that is compared; holds patient data, shown only to those who may see it
 * @param actual what the server holds, in the same form; holds patient data
 */
public record Difference(
        Check check,
        String record,
        String sourcePath,
        String reference,
        String serverPath,
        String expected,
        String actual) {}
