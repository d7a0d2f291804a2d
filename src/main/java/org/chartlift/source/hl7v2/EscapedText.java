package org.chartlift.source.hl7v2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the escape sequences of one value (v2.5.1 section 2.7). What is unknown, unterminated or would not be text stays exactly as
 * written. One value, one instance.
 */
final class EscapedText {
    /** 100 or more blank lines or spaces are not layout: the sequence is kept as written. */
    private static final int MOST_DIGITS = 2;

    private final byte[] bytes;
    private final int end;
    private final RecordText record;
    private final Delimiters delimiters;
    private final StringBuilder text;
    private int at;
    private boolean sound = true;

    /** The charset that {@code \C..\} or {@code \M..\} switched to; null: the message's own. */
    private @Nullable Charset alternate;

    private int alternateFrom;
    private boolean doubleByte;
    private final ByteArrayOutputStream alternateBytes = new ByteArrayOutputStream();

    EscapedText(byte[] bytes, int start, int end, RecordText record, Delimiters delimiters) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
        this.record = record;
        this.delimiters = delimiters;
        text = new StringBuilder(end - start);
    }

    String decode() {
        while (at < end) {
            int escape = Bytes.indexOf(bytes, at, end, delimiters.escape());
            int close = escape < 0 ? -1 : Bytes.indexOf(bytes, escape + 1, end, delimiters.escape());
            if (close < 0) {
                run(at, end);
                at = end;
            } else {
                run(at, escape);
                at = close + 1;
                sequence(escape, close);
            }
        }
        endAlternate(end);
        return text.toString();
    }

    /** Whether every byte was a character of the set it stood in; to be asked after {@link #decode()}. */
    boolean isSound() {
        return sound;
    }

    private void run(int from, int to) {
        if (from == to) {
            return;
        }
        if (alternate != null) {
            alternateBytes.write(bytes, from, to - from);
        } else {
            text.append(own(from, to));
        }
    }

    private String own(int from, int to) {
        if (record.alternates() && sound) {
            sound = StrictText.firstBad(bytes, from, to, record.charset()) == StrictText.SOUND;
        }
        return new String(bytes, from, to - from, record.charset());
    }

    private void sequence(int escape, int close) {
        String body = Bytes.ascii(bytes, escape + 1, close);
        byte delimiter = body.length() == 1 ? delimiter(body.charAt(0)) : 0;
        if (delimiter != 0) {
            one(delimiter);
        } else if (isSwitch(body)) {
            startAlternate(body, escape);
        } else {
            String meaning = meaning(body);
            if (meaning == null) {
                run(escape, close + 1);
            } else if (alternate != null) {
                alternateBytes.writeBytes(meaning.getBytes(StandardCharsets.US_ASCII));
            } else {
                text.append(meaning);
            }
        }
    }

    private void one(byte b) {
        if (alternate != null) {
            alternateBytes.write(b);
        } else {
            text.append((char) b);
        }
    }

    private byte delimiter(char code) {
        return switch (code) {
            case 'F' -> delimiters.field();
            case 'S' -> delimiters.component();
            case 'T' -> delimiters.subcomponent();
            case 'R' -> delimiters.repetition();
            case 'E' -> delimiters.escape();
            case 'P' -> delimiters.truncation();
            default -> 0;
        };
    }

    /** What a sequence stands for, or null if it stays as written. */
    private @Nullable String meaning(String body) {
        if (body.startsWith("X")) {
            return alternate == null ? hexadecimal(body.substring(1)) : null;
        }
        String command = body.toLowerCase(Locale.ROOT);
        if (command.equals(".br") || command.equals(".ce") || command.equals(".sp")) {
            return "\n";
        }
        if (command.startsWith(".sp")) {
            return repeated('\n', command.substring(3));
        }
        return command.startsWith(".sk") ? repeated(' ', command.substring(3)) : null;
    }

    private static @Nullable String repeated(char c, String count) {
        String digits = count.startsWith("+") || count.startsWith(" ") ? count.substring(1) : count;
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(d -> d >= '0' && d <= '9');
        int number = isNumber ? Integer.parseInt(digits) : 0;
        return number > 0 ? String.valueOf(c).repeat(number) : null;
    }

    /** Bytes in the message's charset; null if they are no text, or text with control characters that a FHIR string cannot hold. */
    private @Nullable String hexadecimal(String digits) {
        if (digits.isEmpty() || digits.length() % 2 != 0 || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            return null;
        }
        byte[] raw = HexFormat.of().parseHex(digits);
        String decoded = StrictText.decode(raw, 0, raw.length, record.escapes());
        boolean isText = decoded != null && decoded.chars().noneMatch(EscapedText::isControl);
        return isText ? decoded : null;
    }

    private static boolean isControl(int c) {
        return c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f;
    }

    private static boolean isSwitch(String body) {
        return CharacterSets.designated(body) != null;
    }

    private void startAlternate(String body, int escape) {
        endAlternate(escape);
        boolean isOwn = body.equals("C2842");
        alternate = isOwn ? null : CharacterSets.designated(body);
        doubleByte = body.startsWith("M");
        alternateFrom = escape;
        if (doubleByte) {
            alternateBytes.write(Bytes.ESC);
            alternateBytes.writeBytes(HexFormat.of().parseHex(body.substring(1)));
        }
    }

    /** Writes what stood in the alternate charset; if it cannot be decoded there, the whole stretch stays as written. */
    private void endAlternate(int to) {
        if (alternate == null) {
            return;
        }
        byte[] raw = alternateBytes.toByteArray();
        boolean mayBeAlternate = record.alternates() || isSevenBit(raw);
        String decoded = mayBeAlternate ? StrictText.decode(raw, 0, raw.length, alternate) : null;
        alternateBytes.reset();
        alternate = null;
        text.append(decoded == null ? own(alternateFrom, to) : decoded);
    }

    /** Bytes beyond ASCII in a record that is sound in its own charset belong to that one, whatever a switch says. */
    private static boolean isSevenBit(byte[] raw) {
        for (byte b : raw) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }
}
