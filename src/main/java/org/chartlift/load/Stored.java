package org.chartlift.load;

import org.chartlift.record.ContentHash;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A resource as the server has it.
 *
 * @param version its version
 * @param resource its content without version and time; null if it is deleted
 * @param hash its content hash; null if it is deleted
 */
record Stored(long version, @Nullable Resource resource, @Nullable ContentHash hash) {}
