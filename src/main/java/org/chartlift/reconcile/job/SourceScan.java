package org.chartlift.reconcile.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.chartlift.reconcile.Check;
import org.chartlift.reconcile.Difference;
import org.chartlift.reconcile.Level;
import org.chartlift.reconcile.Tally;
import org.chartlift.record.ContentHash;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.run.Source;
import org.chartlift.source.RecordHeader;
import org.chartlift.source.ScanSink;
import org.chartlift.source.SourceFile;
import org.chartlift.source.SourceFiles;
import org.chartlift.source.SourceReader;

/** Finds the records of files, and holds the counts of batch trailers against them. For one thread. */
final class SourceScan implements ScanSink, SourceFiles.Visitor {
    /** BTS-1 and FTS-1 say as many as there are (v2.5.1 section 2.15.3). */
    static final Check BATCH = new Check(Level.COUNTS, "batch.count", Severity.B);

    private static final int BATCH_RECORDS = 500;
    private static final String BATCH_RULE = "batch-count";

    private final List<SourceReader> readers;
    private final Consumer<List<PlannedRecord>> sink;
    private final Tally tally = new Tally();
    private final Map<String, Long> kinds = new TreeMap<>();
    private final MessageDigest digest = ContentHash.newDigest();
    private List<PlannedRecord> records = new ArrayList<>();
    private long seq;
    private int source;

    SourceScan(List<SourceReader> readers, Consumer<List<PlannedRecord>> sink) {
        this.readers = readers;
        this.sink = sink;
    }

    /** @throws IOException if a folder cannot be listed */
    void run(List<Source> sources) throws IOException {
        for (source = 0; source < sources.size(); source++) {
            Source s = sources.get(source);
            List<SourceReader> wanted = readers.stream()
                    .filter(r -> Source.AUTO.equals(s.format()) || r.format().equals(s.format()))
                    .toList();
            new SourceFiles(wanted).walk(s.path(), this);
        }
        flush();
    }

    @Override
    public void file(SourceFile file, SourceReader reader) throws IOException {
        tally.checked(BATCH);
        reader.scan(file, this);
    }

    /** A file of no known format holds no records; {@code $migrate} names it. */
    @Override
    public void excluded(SourceFile file, String reason) {
        digest.update(file.name().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void record(RecordHeader h) {
        boolean bad = h.findings().stream().anyMatch(f -> f.severity() == Severity.A);
        kinds.merge(h.kind(), 1L, Long::sum);
        digest.update((source + "\t" + h.location() + '\t' + h.hash() + '\n').getBytes(StandardCharsets.UTF_8));
        records.add(new PlannedRecord(
                seq++,
                source,
                h.file(),
                h.number(),
                h.offset(),
                h.length(),
                h.hash(),
                h.format(),
                h.kind(),
                bad ? RecordState.UNREADABLE : RecordState.STATED,
                true));
        if (records.size() >= BATCH_RECORDS) {
            flush();
        }
    }

    private void flush() {
        sink.accept(records);
        records = new ArrayList<>();
    }

    @Override
    public void finding(String file, Finding finding) {
        if (BATCH_RULE.equals(finding.rule())) {
            tally.violated(new Difference(BATCH, file, finding.sourcePath(), "", "", "", finding.message()));
        }
    }

    /** What was found of batch trailers. */
    Tally tally() {
        return tally;
    }

    /** Records by kind, those with the same bytes as another one among them. */
    Map<String, Long> kinds() {
        return kinds;
    }

    /** SHA-256 over what was found; to be called once, at the end. */
    String digest() {
        return ContentHash.of(digest).hex();
    }
}
