package org.chartlift.cli.sample;

import java.util.List;
import java.util.stream.Collectors;

/** The delimiters of one message and how text is written with them (HL7 v2.5.1 sections 2.5.4 and 2.7). */
record Er7(char field, char component, char repetition, char escape, char subcomponent) {
    static final Er7 STANDARD = new Er7('|', '^', '~', '\\', '&');
    /** Of a laboratory system that was set up by hand long ago. */
    static final Er7 HOMEMADE = new Er7('|', '$', '~', '\\', '@');
    /** An order to delete what the receiver holds. */
    static final String DELETE = "\"\"";

    String encodingCharacters() {
        return "" + component + repetition + escape + subcomponent;
    }

    /** Text with delimiters, line ends ({@code \.br\}) and carriage returns ({@code \X0D\}) escaped. */
    String text(String plain) {
        StringBuilder out = new StringBuilder(plain.length() + 8);
        plain.chars().forEach(c -> append(out, (char) c));
        return out.toString();
    }

    private void append(StringBuilder out, char c) {
        String code = escapeCode(c);
        if (code.isEmpty()) {
            out.append(c);
        } else {
            out.append(escape).append(code).append(escape);
        }
    }

    private String escapeCode(char c) {
        if (c == field) {
            return "F";
        } else if (c == component) {
            return "S";
        } else if (c == repetition) {
            return "R";
        } else if (c == escape) {
            return "E";
        } else if (c == subcomponent) {
            return "T";
        }
        return c == '\n' ? ".br" : c == '\r' ? "X0D" : "";
    }

    /** Plain texts as components; empty ones at the end are left out. */
    String components(String... plain) {
        StringBuilder out = new StringBuilder();
        for (String part : plain) {
            out.append(text(part)).append(component);
        }
        return trimmed(out, component);
    }

    /** Components that are already written (with subcomponents, for example). */
    String rawComponents(String... written) {
        return trimmed(new StringBuilder(String.join("" + component, written)), component);
    }

    String subcomponents(String... plain) {
        StringBuilder out = new StringBuilder();
        for (String part : plain) {
            out.append(text(part)).append(subcomponent);
        }
        return trimmed(out, subcomponent);
    }

    String repetitions(List<String> written) {
        return written.stream().filter(w -> !w.isEmpty()).collect(Collectors.joining("" + repetition));
    }

    String coded(Code code) {
        return components(code.code(), code.text(), code.system());
    }

    private static String trimmed(StringBuilder out, char separator) {
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == separator) {
            end--;
        }
        return out.substring(0, end);
    }
}
