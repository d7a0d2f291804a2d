package org.chartlift.mapping;

import org.chartlift.mapping.identity.ResourceIds;
import org.chartlift.record.ContentHash;

/**
 * What a conversion needs to know beside the record's bytes.
 *
 * @param sourceSystem URI of the system the record came from; base of local identifier and code systems
 * @param recordHash SHA-256 of the record's bytes; identity of things without a key of their own
 * @param ids makes resource ids
 */
public record ConversionContext(String sourceSystem, ContentHash recordHash, ResourceIds ids) {}
