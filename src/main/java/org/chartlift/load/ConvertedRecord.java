package org.chartlift.load;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chartlift.ledger.RecordRow;
import org.chartlift.mapping.Conversion;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.record.ContentHash;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.record.SourceRef;

/**
 * One record after conversion.
 *
 * @param row its row in the ledger
 * @param bytes its bytes; empty if they could not be read
 * @param resources what it says; also of a record that must not be loaded, as far as it could be converted
 * @param scanned what the scan found
 * @param findings what was found by scan and conversion
 */
record ConvertedRecord(
        RecordRow row, byte[] bytes, List<ConvertedResource> resources, List<Finding> scanned, List<Finding> findings) {

    /** Whether it may be loaded, as far as is known now. */
    boolean isClean() {
        return findings.stream().noneMatch(f -> f.severity() == Severity.A);
    }

    /** What belongs to the record's own patient, or to nobody. */
    Stream<ConvertedResource> own() {
        return resources.stream().filter(r -> r.scope() == ConvertedResource.Scope.PATIENT);
    }

    /** What it shares with other patients' records. */
    Stream<ConvertedResource> shared() {
        return resources.stream().filter(r -> r.scope() == ConvertedResource.Scope.SHARED);
    }

    /** What its own patient's resource of this reference would be. */
    Optional<ConvertedResource> own(String reference) {
        return own().filter(r -> r.reference().equals(reference)).findFirst();
    }

    /** Whether it says that a patient, visit or account has taken another one's place. */
    boolean isMerge() {
        return resources.stream().anyMatch(r -> !r.mergedInto().isEmpty());
    }

    SourceRef source(String sourceSystem) {
        return new SourceRef(sourceSystem, row.hash(), row.location());
    }

    /** The record with more findings. */
    ConvertedRecord with(List<Finding> more) {
        return new ConvertedRecord(
                row,
                bytes,
                resources,
                scanned,
                Stream.concat(findings.stream(), more.stream()).toList());
    }

    /** The record with what the conversion made of it. A record that makes nothing is never a success. */
    ConvertedRecord with(Conversion conversion) {
        ConvertedRecord converted =
                new ConvertedRecord(row, bytes, conversion.resources(), scanned, findings).with(conversion.findings());
        return conversion.resources().isEmpty() && converted.isClean()
                ? converted.with(List.of(new Finding(
                        Severity.A, "empty-result", "", "", "The conversion made no resource of this record.")))
                : converted;
    }

    /** Whether the bytes are what the scan saw, and so may be kept under that hash. */
    boolean bytesAreTheRecord() {
        return ContentHash.of(bytes).equals(row.hash());
    }
}
