package org.chartlift.cli.sample;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the truth line by line and counts it. */
final class TruthWriter implements Closeable {
    private final Path folder;
    private final BufferedWriter messageLines;
    private final BufferedWriter patientLines;
    private final @Nullable BufferedWriter fieldLines;
    private final Map<String, Integer> events = new TreeMap<>();
    private final Map<String, Integer> quarantined = new TreeMap<>();
    private int messages;
    private int duplicates;
    private int charts;

    /** @param positions whether to say where every value stands */
    TruthWriter(Path folder, boolean positions) throws IOException {
        this.folder = Files.createDirectories(folder);
        messageLines = Files.newBufferedWriter(folder.resolve(Truth.MESSAGES));
        patientLines = Files.newBufferedWriter(folder.resolve(Truth.PATIENTS));
        fieldLines = positions ? Files.newBufferedWriter(folder.resolve(Truth.FIELDS)) : null;
    }

    void message(Truth.Message message) throws IOException {
        line(messageLines, message);
        messages++;
        duplicates += message.duplicate() ? 1 : 0;
        if (message.reason().isEmpty()) {
            events.merge(message.event(), 1, Integer::sum);
        } else {
            quarantined.merge(message.reason(), 1, Integer::sum);
        }
    }

    void patient(Truth.Patient patient) throws IOException {
        line(patientLines, patient);
        charts++;
    }

    /** Where the values of a message stand, if that is wanted. */
    void fields(Truth.Message message, String text, Charset charset) throws IOException {
        if (fieldLines != null) {
            List<Truth.Field> fields = Positions.of(text, charset);
            line(fieldLines, new Truth.Fields(message.file(), message.number(), fields));
        }
    }

    private static void line(BufferedWriter writer, Object value) throws IOException {
        writer.write(Truth.json(value));
        writer.write('\n');
    }

    /** Writes the totals; call when all else is written. */
    Truth.Summary summary(Settings settings, int files, long bytes) throws IOException {
        Truth.Summary summary = new Truth.Summary(
                Settings.SOURCE_SYSTEM,
                settings.seed(),
                settings.patients(),
                charts,
                files,
                messages,
                bytes,
                duplicates,
                events,
                quarantined);
        Files.writeString(folder.resolve(Truth.SUMMARY), Truth.json(summary) + "\n");
        return summary;
    }

    @Override
    public void close() throws IOException {
        try (messageLines;
                patientLines) {
            if (fieldLines != null) {
                fieldLines.close();
            }
        }
    }
}
