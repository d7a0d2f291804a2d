package org.chartlift.record;

import java.util.Objects;

/**
 * Names one source record for good: which system it came from and what its bytes were.
 *
 * @param sourceSystem URI of the system the record came from
 * @param hash SHA-256 of the record's bytes, which is also its identity within the source system
 * @param location where it was read, for example {@code adt/2024-03.hl7#17}; for people, not an identity
 */
public record SourceRef(String sourceSystem, ContentHash hash, String location) {
    public SourceRef {
        Objects.requireNonNull(sourceSystem);
        Objects.requireNonNull(hash);
        Objects.requireNonNull(location);
    }

    /** The logical id of the record, {@code urn:sha256:} and the digest: what Provenance.entity.what identifies. */
    public String logicalId() {
        return "urn:sha256:" + hash.hex();
    }
}
