package org.chartlift.mapping.function;

import java.time.ZoneOffset;
import org.chartlift.mapping.code.CodeMap;
import org.chartlift.mapping.code.CodingSystems;
import org.chartlift.mapping.identity.SenderSettings;
import org.jspecify.annotations.Nullable;

/**
 * What functions know of the record as a whole.
 *
 * @param sourceSystem URI of the system the record came from
 * @param sender what the site knows of the sender
 * @param defaultOffset offset of the message's own time (MSH-7), which holds for every time in it without one (HL7 v2.5.1 section 2.15.9.7); or null
 * @param systems names of coding systems
 * @param units the ConceptMap {@code UnitOfMeasure}, from the words of senders to UCUM; null if the map set has none
 */
public record SourceSettings(
        String sourceSystem,
        SenderSettings sender,
        @Nullable ZoneOffset defaultOffset,
        CodingSystems systems,
        @Nullable CodeMap units) {}
