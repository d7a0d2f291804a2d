package org.chartlift.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.chartlift.mapping.Conversion;
import org.chartlift.mapping.ConversionContext;
import org.chartlift.mapping.Converter;
import org.chartlift.mapping.MapSet;
import org.chartlift.mapping.identity.ResourceIds;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.source.RecordHeader;
import org.chartlift.source.ScanSink;
import org.chartlift.source.SourceFile;
import org.chartlift.source.UnreadableRecordException;
import org.chartlift.source.hl7v2.Hl7v2Reader;

/** Converts files one record at a time: memory is bounded by the longest record. Used by one thread. */
final class Conversions {
    private static final int HEAD = 8192;

    private final Hl7v2Reader reader;
    private final Converter converter;
    private final ResourceIds ids;
    private final String sourceSystem;
    private final Path out;
    private final Summary summary = new Summary();

    Conversions(MapSet maps, ResourceIds ids, String sourceSystem, Path out) {
        reader = new Hl7v2Reader(maps.grammars());
        converter = maps.converter(MapSet.Options.TRACING);
        this.ids = ids;
        this.sourceSystem = sourceSystem;
        this.out = out;
    }

    Summary run(Path in, String format) throws IOException {
        boolean folder = Files.isDirectory(in);
        Path root = folder ? in : in.toAbsolutePath().getParent();
        for (Path file : files(in)) {
            String name = root.relativize(folder ? file : file.toAbsolutePath())
                    .toString()
                    .replace('\\', '/');
            summary.file();
            boolean accepted = !format.equals("auto") || reader.accepts(head(file));
            if (accepted) {
                file(new SourceFile(file, name));
            } else {
                summary.excluded(name, "the content is not HL7 v2");
            }
        }
        return summary;
    }

    private static List<Path> files(Path in) throws IOException {
        try (Stream<Path> walk = Files.walk(in)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HEAD);
        }
    }

    private void file(SourceFile file) throws IOException {
        List<IOException> failed = new ArrayList<>();
        try (RandomAccessFile bytes = new RandomAccessFile(file.path().toFile(), "r")) {
            reader.scan(file, new ScanSink() {
                @Override
                public void record(RecordHeader header) {
                    try {
                        Conversions.this.record(bytes, header);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }

                @Override
                public void finding(String name, Finding finding) {
                    summary.finding(name, finding.rule(), finding.message());
                }
            });
        } catch (UncheckedIOException e) {
            failed.add(e.getCause());
        }
        if (!failed.isEmpty()) {
            throw failed.get(0);
        }
    }

    private void record(RandomAccessFile file, RecordHeader header) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(header.length())];
        file.seek(header.offset());
        file.readFully(bytes);
        RecordFiles files = new RecordFiles(out.resolve(header.file()), header.number());
        try {
            Conversion conversion =
                    converter.convert(reader.read(bytes), new ConversionContext(sourceSystem, header.hash(), ids));
            List<Finding> findings = new ArrayList<>(header.findings());
            findings.addAll(conversion.findings());
            finish(files, conversion, findings);
        } catch (UnreadableRecordException e) {
            files.delete();
            files.findings(List.of(e.finding()));
            files.outcomes(null, List.of());
            summary.quarantined(List.of(), e.finding().rule());
        }
    }

    private void finish(RecordFiles files, Conversion conversion, List<Finding> findings) throws IOException {
        files.delete();
        files.outcomes(conversion.tree(), conversion.outcomes());
        if (!findings.isEmpty()) {
            files.findings(findings);
        }
        Finding worst = findings.stream()
                .filter(f -> f.severity() == Severity.A)
                .findFirst()
                .orElse(null);
        if (worst == null) {
            files.bundle(conversion.resources());
            summary.converted(conversion.outcomes());
        } else {
            summary.quarantined(conversion.outcomes(), worst.rule());
        }
    }
}
