package org.chartlift.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chartlift.ledger.RecordRow;
import org.chartlift.ledger.WriteLedger.Found;
import org.chartlift.record.ContentHash;
import org.chartlift.record.Disposition;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.source.RecordHeader;
import org.chartlift.source.ScanSink;
import org.chartlift.source.SourceFile;
import org.chartlift.source.SourceFiles;
import org.chartlift.source.SourceReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of all sources: numbers the records, counts them by kind, finds the patients' chunks and takes a digest of the whole,
 * by which a later call knows whether it is the same extract. For one thread.
 */
final class Scan implements ScanSink, SourceFiles.Visitor {
    private static final int BATCH = 500;

    private final List<SourceReader> readers;
    private final Sink sink;
    private final PatientChunks chunks = new PatientChunks();
    private final Map<String, long[]> totals = new TreeMap<>();
    private final MessageDigest digest = ContentHash.newDigest();
    private final List<RecordRow> rows = new ArrayList<>();
    private final List<Found> findings = new ArrayList<>();
    private int source;

    Scan(List<SourceReader> readers, Sink sink) {
        this.readers = readers;
        this.sink = sink;
    }

    /** Takes what was found, some hundred records at a time. */
    interface Sink {
        void take(List<RecordRow> rows, List<Found> findings);

        /** Forgets everything: only totals and digest are wanted. */
        static Sink none() {
            return (rows, findings) -> {};
        }
    }

    /** Scans; a file that cannot be read is a record that is excluded. */
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
    public void file(SourceFile file, SourceReader reader) {
        try {
            reader.scan(file, this);
        } catch (IOException e) {
            excluded(file, "the file could not be read to its end");
        }
    }

    @Override
    public void excluded(SourceFile file, String reason) {
        long length = 0;
        ContentHash hash = ContentHash.of(new byte[0]);
        if (Files.isRegularFile(file.path(), LinkOption.NOFOLLOW_LINKS) && Files.isReadable(file.path())) {
            try {
                length = Files.size(file.path());
                hash = hash(file.path());
            } catch (IOException e) {
                finding(
                        file.name(),
                        new Finding(Severity.C, "file-unreadable", "", "", "The file could not be read for its hash."));
            }
        }
        RecordHeader header = new RecordHeader(file.name(), 1, 0, length, hash, "", "", "", List.of(), "", List.of());
        add(header, Disposition.EXCLUDED, reason);
    }

    private static ContentHash hash(Path path) throws IOException {
        MessageDigest sha = ContentHash.newDigest();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(path)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha.update(buffer, 0, n);
            }
        }
        return ContentHash.of(sha);
    }

    @Override
    public void record(RecordHeader header) {
        long seq = chunks.size();
        header.findings().forEach(f -> findings.add(new Found(seq, "", f)));
        add(header, null, "");
    }

    @Override
    public void finding(String file, Finding finding) {
        findings.add(new Found(null, file, finding));
    }

    private void add(RecordHeader h, @Nullable Disposition disposition, String reason) {
        long seq = chunks.size();
        chunks.add(h.patientKeys());
        long[] total = totals.computeIfAbsent(h.kind(), k -> new long[2]);
        total[0]++;
        total[1] += h.length();
        digest.update((source + "\t" + h.location() + '\t' + h.offset() + '\t' + h.length() + '\t' + h.hash() + '\n')
                .getBytes(StandardCharsets.UTF_8));
        rows.add(new RecordRow(
                seq,
                source,
                h.file(),
                h.number(),
                h.offset(),
                h.length(),
                h.hash(),
                h.format(),
                h.kind(),
                h.controlId(),
                seq,
                null,
                disposition,
                reason));
        if (rows.size() >= BATCH) {
            flush();
        }
    }

    private void flush() {
        sink.take(List.copyOf(rows), List.copyOf(findings));
        rows.clear();
        findings.clear();
    }

    PatientChunks chunks() {
        return chunks;
    }

    /** Records and bytes by kind. */
    Map<String, long[]> totals() {
        return totals;
    }

    /** SHA-256 over what was found; to be called once, at the end. */
    String digest() {
        return ContentHash.of(digest).hex();
    }
}
