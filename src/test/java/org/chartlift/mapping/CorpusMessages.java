package org.chartlift.mapping;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.chartlift.mapping.identity.ResourceIds;
import org.chartlift.record.Finding;
import org.chartlift.source.RecordHeader;
import org.chartlift.source.ScanSink;
import org.chartlift.source.SourceFile;
import org.chartlift.source.UnreadableRecordException;
import org.chartlift.source.hl7v2.Hl7v2Reader;

/** Converts the messages of the HL7 v2 corpus by the built-in maps; tests that ask for them are skipped where there is no corpus. */
final class CorpusMessages {
    /**
     * A message and what became of it.
     *
     * @param name file below the corpus and number of the record in it
     */
    record Converted(String name, Conversion conversion) {}

    private CorpusMessages() {}

    /** Every message that can be read of the files below a folder of the corpus whose name begins so. */
    static List<Converted> convert(MapSet maps, String folder) throws IOException {
        Path corpus = Path.of(System.getProperty("chartlift.corpus", "../shared"), "corpus", "hl7v2");
        assumeTrue(Files.isDirectory(corpus), () -> "no corpus at " + corpus + ": set -Dchartlift.corpus");
        List<Converted> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(corpus)) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.(hl7|txt)"))
                    .filter(f -> corpus.relativize(f).toString().startsWith(folder))
                    .sorted()
                    .toList()) {
                add(maps, file, corpus.relativize(file).toString(), all);
            }
        }
        return all;
    }

    private static void add(MapSet maps, Path file, String name, List<Converted> all) throws IOException {
        Hl7v2Reader reader = new Hl7v2Reader(maps.grammars());
        List<RecordHeader> headers = new ArrayList<>();
        reader.scan(new SourceFile(file, name), new ScanSink() {
            @Override
            public void record(RecordHeader header) {
                headers.add(header);
            }

            @Override
            public void finding(String where, Finding finding) {}
        });
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < headers.size(); i++) {
            int from = Math.toIntExact(headers.get(i).offset());
            int to = Math.toIntExact(from + headers.get(i).length());
            ConversionContext context =
                    new ConversionContext("https://h.example", headers.get(i).hash(), new ResourceIds(new byte[16]));
            try {
                Conversion conversion = maps.converter(MapSet.Options.TRACING)
                        .convert(reader.read(Arrays.copyOfRange(bytes, from, to)), context);
                all.add(new Converted(name + "#" + (i + 1), conversion));
            } catch (UnreadableRecordException e) {
                // the reader's own tests say which and why
                continue;
            }
        }
    }
}
