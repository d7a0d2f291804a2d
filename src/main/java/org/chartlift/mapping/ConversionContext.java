package org.chartlift.mapping;

import java.util.Map;
import org.chartlift.mapping.identity.ResourceIds;
import org.chartlift.record.ContentHash;

/**
 * What a conversion needs to know beside the record's bytes.
 *
 * @param sourceSystem URI of the system the record came from; base of local identifier and code systems
 * @param recordHash SHA-256 of the record's bytes; identity of things without a key of their own
 * @param ids makes resource ids
 * @param instead ids that stand in keys for those of other resources ({@code Type/id}): what would the record's resources be called if they were those of
 *     a patient who was merged into theirs?
 */
public record ConversionContext(
        String sourceSystem, ContentHash recordHash, ResourceIds ids, Map<String, String> instead) {
    /** The record as it is. */
    public ConversionContext(String sourceSystem, ContentHash recordHash, ResourceIds ids) {
        this(sourceSystem, recordHash, ids, Map.of());
    }
}
