package org.chartlift.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chartlift.ledger.RecordRow;
import org.chartlift.mapping.Conversion;
import org.chartlift.mapping.ConversionContext;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.mapping.Converter;
import org.chartlift.mapping.identity.ResourceIds;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.source.SourceChangedException;
import org.chartlift.source.SourceReader;
import org.chartlift.source.UnreadableRecordException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a record from its bytes to resources. Never throws for a record: whatever goes wrong with it becomes a finding that
 * quarantines it. Safe for use by several threads.
 */
public final class RecordConverter {
    private static final Logger LOG = LoggerFactory.getLogger(RecordConverter.class);
    private static final byte[] NOTHING = {};

    private final Map<String, SourceReader> readers;
    private final Converter converter;
    private final ResourceIds ids;
    private final RecordBytes source;
    private final Coverage coverage;

    /** A converter for one run. */
    public RecordConverter(
            List<SourceReader> readers, Converter converter, ResourceIds ids, RecordBytes source, Coverage coverage) {
        this.readers =
                readers.stream().collect(java.util.stream.Collectors.toUnmodifiableMap(SourceReader::format, r -> r));
        this.converter = converter;
        this.ids = ids;
        this.source = source;
        this.coverage = coverage;
    }

    /** Converts; outcomes of leaves are counted only if {@code count} says so. */
    ConvertedRecord convert(RecordRow row, List<Finding> scanFindings, String sourceSystem, boolean count) {
        List<Finding> findings = new ArrayList<>(scanFindings);
        byte[] bytes = bytes(row, findings);
        ConvertedRecord read = new ConvertedRecord(row, bytes, List.of(), scanFindings, findings);
        if (!read.isClean()) {
            return read;
        }
        try {
            SourceReader reader = readers.get(row.format());
            if (reader == null) {
                throw new IllegalStateException("no reader for format " + row.format());
            }
            Conversion conversion =
                    converter.convert(reader.read(bytes), new ConversionContext(sourceSystem, row.hash(), ids));
            if (count) {
                coverage.add(row.kind(), conversion);
            }
            return read.with(conversion);
        } catch (UnreadableRecordException e) {
            return read.with(List.of(e.finding()));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return read.with(List.of(fault(row, e)));
        }
    }

    /** What the record's resources would be, had they other ids in their keys ({@link ConversionContext#instead}); empty if that cannot be told. */
    List<ConvertedResource> under(ConvertedRecord record, String sourceSystem, Map<String, String> instead) {
        SourceReader reader = readers.get(record.row().format());
        try {
            return reader == null
                    ? List.of()
                    : converter
                            .convert(
                                    reader.read(record.bytes()),
                                    new ConversionContext(
                                            sourceSystem, record.row().hash(), ids, instead))
                            .resources();
        } catch (UnreadableRecordException e) {
            return List.of();
        }
    }

    private static Finding fault(RecordRow row, Throwable e) {
        // no message and no trace of the cause: they may hold values of the patient
        LOG.error(
                "conversion of {} failed with {} at {}",
                row.location(),
                e.getClass().getName(),
                Failure.place(e));
        return new Finding(
                Severity.A,
                "engine-fault",
                "",
                "",
                "The conversion failed with " + e.getClass().getSimpleName() + " at " + Failure.place(e) + ".");
    }

    private byte[] bytes(RecordRow row, List<Finding> findings) {
        try {
            return source.read(row);
        } catch (SourceChangedException e) {
            findings.add(new Finding(
                    Severity.A,
                    "source-changed",
                    "",
                    "",
                    "The record's bytes changed after the run had scanned them."));
            return NOTHING;
        } catch (OutOfMemoryError e) {
            findings.add(new Finding(
                    Severity.A,
                    "too-large",
                    "",
                    "",
                    "The record of " + row.length() + " bytes does not fit into memory."));
            return NOTHING;
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", row.location(), e.getClass().getName());
            findings.add(new Finding(
                    Severity.A, "source-unreadable", "", "", "The record's bytes cannot be read any more."));
            return NOTHING;
        }
    }
}
