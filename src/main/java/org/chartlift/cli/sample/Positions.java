package org.chartlift.cli.sample;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the values of a written message stand: found by cutting it at the delimiters that it was written with, and by nothing that reads messages elsewhere.
 * Used by one thread.
 */
final class Positions {
    private final Charset charset;
    private final char component;
    private final char repetition;
    private final char escape;
    private final char subcomponent;
    private final List<Truth.Field> fields = new ArrayList<>();

    private Positions(String message, Charset charset) {
        this.charset = charset;
        component = message.charAt(4);
        repetition = message.charAt(5);
        escape = message.charAt(6);
        subcomponent = message.charAt(7);
    }

    /** Every value of the message, in order. */
    static List<Truth.Field> of(String message, Charset charset) {
        Positions positions = new Positions(message, charset);
        Map<String, Integer> count = new HashMap<>();
        int offset = 0;
        for (String line : message.split("(?<=[\r\n])")) {
            String segment = line.replaceAll("[\\r\\n]+$", "");
            if (!segment.isEmpty()) {
                String name = segment.substring(0, 3);
                int number = count.merge(name, 1, Integer::sum);
                positions.segment(number == 1 ? name : name + "[" + number + "]", segment, offset);
            }
            offset += positions.bytes(line);
        }
        return positions.fields;
    }

    private int bytes(String text) {
        return text.getBytes(charset).length;
    }

    private void segment(String name, String segment, int offset) {
        boolean header = name.equals("MSH");
        String[] parts = segment.split("\\|", -1);
        int at = offset + bytes(parts[0]) + 1;
        if (header) {
            fields.add(new Truth.Field("MSH-1", at - 1, 1, "|"));
            fields.add(new Truth.Field("MSH-2", at, bytes(parts[1]), parts[1]));
        }
        for (int i = 1; i < parts.length; i++) {
            if (!header || i > 1) {
                field(name + "-" + (header ? i + 1 : i), parts[i], at);
            }
            at += bytes(parts[i]) + 1;
        }
    }

    private void field(String path, String written, int offset) {
        int at = offset;
        int n = 1;
        for (String one : cut(written, repetition)) {
            level(n == 1 ? path : path + "[" + n + "]", one, at, component);
            at += bytes(one) + 1;
            n++;
        }
    }

    private void level(String path, String written, int offset, char delimiter) {
        if (written.isEmpty()) {
            return;
        }
        List<String> parts = cut(written, delimiter);
        boolean last = delimiter == subcomponent;
        if (parts.size() == 1) {
            if (last) {
                fields.add(new Truth.Field(path, offset, bytes(written), meant(written)));
            } else {
                level(path, written, offset, subcomponent);
            }
            return;
        }
        int at = offset;
        for (int i = 0; i < parts.size(); i++) {
            String inner = path + "." + (i + 1);
            if (!last) {
                level(inner, parts.get(i), at, subcomponent);
            } else if (!parts.get(i).isEmpty()) {
                fields.add(new Truth.Field(inner, at, bytes(parts.get(i)), meant(parts.get(i))));
            }
            at += bytes(parts.get(i)) + 1;
        }
    }

    private static List<String> cut(String text, char delimiter) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int to = text.indexOf(delimiter); to >= 0; to = text.indexOf(delimiter, from)) {
            parts.add(text.substring(from, to));
            from = to + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }

    private String meant(String written) {
        StringBuilder text = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            int end = written.charAt(i) == escape ? written.indexOf(escape, i + 1) : -1;
            if (end < 0) {
                text.append(written.charAt(i));
            } else {
                text.append(escaped(written.substring(i + 1, end)));
                i = end;
            }
        }
        return text.toString();
    }

    private String escaped(String code) {
        return switch (code) {
            case "F" -> "|";
            case "S" -> String.valueOf(component);
            case "R" -> String.valueOf(repetition);
            case "E" -> String.valueOf(escape);
            case "T" -> String.valueOf(subcomponent);
            case ".br" -> "\n";
            case "X0D" -> "\r";
            default -> "";
        };
    }
}
