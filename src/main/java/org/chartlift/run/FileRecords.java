package org.chartlift.run;

import java.io.IOException;
import java.util.List;
import org.chartlift.ledger.RecordRow;
import org.chartlift.load.RecordBytes;
import org.chartlift.source.RecordHeader;
import org.chartlift.source.SourceFiles;

/** Records of an extract's files. */
record FileRecords(List<Source> sources) implements RecordBytes {
    @Override
    public byte[] read(RecordRow r) throws IOException {
        RecordHeader header = new RecordHeader(
                r.file(),
                r.number(),
                r.offset(),
                r.length(),
                r.hash(),
                r.format(),
                r.kind(),
                r.controlId(),
                List.of(),
                "",
                List.of());
        return SourceFiles.bytes(SourceFiles.file(sources.get(r.source()).path(), r.file()), header);
    }
}
