package org.chartlift.mapping;

/**
 * A code that a vocabulary was asked for and does not know.
 *
 * @param vocabulary name of the ConceptMap
 * @param system URI of the code's system; empty if it has none
 * @param code what the source says, which may be no code at all
 */
public record Untranslated(String vocabulary, String system, String code) {}
