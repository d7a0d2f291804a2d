package org.chartlift.source.hl7v2;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** HL7 table 0211 (alternate character sets) and the ISO 2022 designations of section 2.7.2, as Java charsets. */
final class CharacterSets {
    static final String UTF_8 = "UTF-8";
    static final String ISO_2022 = "ISO-2022-JP-2";

    private static final Map<String, String> TABLE_0211 = Map.ofEntries(
            Map.entry("ASCII", "US-ASCII"),
            Map.entry("ISO IR6", "US-ASCII"),
            Map.entry("8859/1", "ISO-8859-1"),
            Map.entry("8859/2", "ISO-8859-2"),
            Map.entry("8859/3", "ISO-8859-3"),
            Map.entry("8859/4", "ISO-8859-4"),
            Map.entry("8859/5", "ISO-8859-5"),
            Map.entry("8859/6", "ISO-8859-6"),
            Map.entry("8859/7", "ISO-8859-7"),
            Map.entry("8859/8", "ISO-8859-8"),
            Map.entry("8859/9", "ISO-8859-9"),
            Map.entry("8859/13", "ISO-8859-13"),
            Map.entry("8859/15", "ISO-8859-15"),
            Map.entry("ISO IR14", "JIS_X0201"),
            Map.entry("ISO IR87", ISO_2022),
            Map.entry("ISO IR159", ISO_2022),
            Map.entry("GB 18030-2000", "GB18030"),
            Map.entry("KS X 1001", "EUC-KR"),
            Map.entry("CNS 11643-1992", "x-EUC-TW"),
            Map.entry("BIG-5", "Big5"),
            Map.entry("UNICODE", UTF_8),
            Map.entry("UNICODE UTF-8", UTF_8),
            Map.entry("UNICODE UTF-16", "UTF-16"),
            Map.entry("UNICODE UTF-32", "UTF-32"));

    /** Designations as the hexadecimal digits of the bytes behind ESC. */
    private static final Map<String, String> DESIGNATIONS = Map.ofEntries(
            Map.entry("C2842", "US-ASCII"),
            Map.entry("C2D41", "ISO-8859-1"),
            Map.entry("C2D42", "ISO-8859-2"),
            Map.entry("C2D43", "ISO-8859-3"),
            Map.entry("C2D44", "ISO-8859-4"),
            Map.entry("C2D4C", "ISO-8859-5"),
            Map.entry("C2D47", "ISO-8859-6"),
            Map.entry("C2D46", "ISO-8859-7"),
            Map.entry("C2D48", "ISO-8859-8"),
            Map.entry("C2D4D", "ISO-8859-9"),
            Map.entry("C284A", "JIS_X0201"),
            Map.entry("C2949", "JIS_X0201"),
            Map.entry("M2442", ISO_2022),
            Map.entry("M242844", ISO_2022));

    /** Charsets in which every byte below 0x80 is the ASCII character, so that delimiters can be found in the bytes as they are. */
    private static final Set<String> DELIMITER_SAFE =
            Set.of("US-ASCII", UTF_8, "JIS_X0201", "EUC-KR", "x-EUC-TW", "EUC-JP", "GB2312");

    /** Multi-byte charsets whose byte patterns betray them; a single-byte charset can only be guessed. */
    private static final Set<String> DETECTABLE =
            Set.of("SHIFT_JIS", "EUC-JP", "EUC-KR", "EUC-TW", "BIG5", "GB18030", "ISO-2022-JP", "ISO-2022-KR");

    private CharacterSets() {}

    /** The charset that a value of MSH-18 names (table 0211, else a registered name), or null. */
    static @Nullable Charset declared(String value) {
        return named(TABLE_0211.getOrDefault(value, value));
    }

    /** The charset with this name, or null if there is none in this Java platform. */
    static @Nullable Charset named(String name) {
        try {
            return !name.isEmpty() && Charset.isSupported(name) ? Charset.forName(name) : null;
        } catch (IllegalCharsetNameException e) {
            return null;
        }
    }

    /** The charset that {@code \Cxxyy\} or {@code \Mxxyyzz\} switches to, or null; {@code designation} is the text between the backslashes. */
    static @Nullable Charset designated(String designation) {
        return named(DESIGNATIONS.getOrDefault(designation, ""));
    }

    static boolean isDelimiterSafe(Charset charset) {
        String name = charset.name();
        return DELIMITER_SAFE.contains(name) || isLatin(charset) || name.startsWith("windows-125");
    }

    static boolean isLatin(Charset charset) {
        return charset.name().startsWith("ISO-8859-");
    }

    static boolean isDetectable(String name) {
        return DETECTABLE.contains(name);
    }
}
