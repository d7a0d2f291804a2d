package org.chartlift.mapping.function;

import java.util.Set;

/**
 * A function of the closed list.
 *
 * @param name what maps call it, for example {@code TS>dateTime}
 * @param input what it reads, for people
 * @param results FHIR types it may answer
 * @param parameters names of the paths it takes beside {@code from}, given as {@code with:}
 * @param description one sentence for authors of maps
 * @param body what it does
 */
public record Function(
        String name,
        String input,
        Set<String> results,
        Set<String> parameters,
        String description,
        ValueFunction body) {}
