package org.chartlift.mapping.code;

/**
 * What a ConceptMap says about one code.
 *
 * @param system URI of the target code system; empty if the map names none
 * @param code target code
 * @param display display of the target code; empty if the map has none
 */
public record Translation(String system, String code, String display) {}
