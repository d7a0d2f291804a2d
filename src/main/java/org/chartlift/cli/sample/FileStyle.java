package org.chartlift.cli.sample;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How one file of the extract is written.
 *
 * @param declared MSH-18 of its messages; may be empty
 */
record FileStyle(
        String lineEnd, boolean batch, boolean byteOrderMark, boolean blankLines, Charset charset, String declared) {
    static final String UTF8_DECLARED = "UNICODE UTF-8";

    /** The styles take turns by the number of the file. */
    static FileStyle of(int file) {
        String lineEnd =
                switch (file % 4) {
                    case 1 -> "\n";
                    case 3 -> "\r\n";
                    default -> "\r";
                };
        boolean latin = file % 6 == 3;
        Charset charset = latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        String declared = latin ? "8859/1" : file % 8 == 6 ? "" : UTF8_DECLARED;
        return new FileStyle(lineEnd, file % 5 == 2, file % 7 == 4 && !latin, file % 3 == 1, charset, declared);
    }
}
