package org.chartlift.cli.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The smallest PDF file that shows one line of text and that a strict reader opens. */
final class Pdf {
    private Pdf() {}

    /** The file, one character a byte. {@code line} must be ASCII without parentheses. */
    static String of(String line) {
        String drawing = "BT /F1 18 Tf 40 100 Td (" + line + ") Tj ET";
        List<String> objects = List.of(
                "<< /Type /Catalog /Pages 2 0 R >>",
                "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R"
                        + " /Resources << /Font << /F1 5 0 R >> >> >>",
                "<< /Length " + drawing.length() + " >>\nstream\n" + drawing + "\nendstream",
                "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
        StringBuilder out = new StringBuilder("%PDF-1.4\n");
        List<Integer> offsets = new ArrayList<>();
        for (String object : objects) {
            offsets.add(out.length());
            out.append(offsets.size()).append(" 0 obj\n").append(object).append("\nendobj\n");
        }
        return out + trailer(offsets, out.length());
    }

    private static String trailer(List<Integer> offsets, int start) {
        StringBuilder out = new StringBuilder("xref\n0 " + (offsets.size() + 1) + "\n0000000000 65535 f \n");
        for (int offset : offsets) {
            out.append(String.format(Locale.ROOT, "%010d 00000 n \n", offset));
        }
        return out + "trailer\n<< /Size " + (offsets.size() + 1) + " /Root 1 0 R >>\nstartxref\n" + start + "\n%%EOF\n";
    }
}
