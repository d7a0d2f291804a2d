package org.chartlift.bench.ours;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.chartlift.bench.Messages;
import org.chartlift.cli.sample.SampleHospital;
import org.chartlift.cli.sample.Settings;

/**
 * Writes messages of the sample hospital, one a file: the whole ones, with HL7's usual delimiters, in UTF-8, ended by CR. The peer knows no
 * character sets, so that others would not be the same work.
 */
public final class SampleMessages {
    private static final int EACH = 120;

    private SampleMessages() {}

    /** {@code args[0]}: an empty folder to work in. */
    public static void main(String[] args) throws IOException {
        Path work = Path.of(args[0]);
        SampleHospital.write(Settings.of(200, 42), work);
        Map<String, Integer> count = new HashMap<>();
        try (Stream<Path> files = Files.walk(work.resolve("extract"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                split(Files.readString(file, StandardCharsets.ISO_8859_1), count);
            }
        }
        System.out.println(count);
    }

    private static void split(String file, Map<String, Integer> count) throws IOException {
        if (file.contains("|8859/1")) {
            return;
        }
        for (String message : file.replace("\r\n", "\r").replace('\n', '\r').split("(?=MSH\\|)")) {
            String body = message.replaceAll("\r(BHS|BTS|FTS)\\|[^\r]*", "").replaceAll("\r{2,}", "\r");
            String kind = kind(body);
            if (!kind.isEmpty() && count.merge(kind, 1, Integer::sum) <= EACH) {
                write(kind, count.get(kind), body);
            }
        }
    }

    private static String kind(String message) {
        String[] fields = message.split("\\|", 12);
        boolean plain = message.startsWith("MSH|^~\\&|") && fields.length == 12 && !fields[9].startsWith("BROKEN");
        String kind = plain ? fields[8].substring(0, 3) : "";
        return Messages.KINDS.contains(kind) ? kind : "";
    }

    private static void write(String kind, int number, String body) throws IOException {
        Path folder = Files.createDirectories(Path.of(System.getProperty(Messages.FOLDER)).resolve(kind));
        String name = String.format(Locale.ROOT, "%04d.hl7", number);
        Files.write(folder.resolve(name), body.getBytes(StandardCharsets.ISO_8859_1));
    }
}
