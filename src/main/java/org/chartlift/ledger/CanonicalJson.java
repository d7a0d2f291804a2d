package org.chartlift.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The canonical form of a JSON text by RFC 8785 (JCS). Stateless. */
public final class CanonicalJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNestingDepth(200)
                    .build())
            .build();

    /** A number as it is to be written; null stands for the form of RFC 8785 section 3.2.2.3. */
    interface Numbers {
        String write(String lexical);
    }

    private CanonicalJson() {}

    /**
     * The canonical form.
     *
     * @throws UncheckedIOException if the text is not JSON, or has a duplicate key
     */
    public static String of(String json) {
        return of(json, CanonicalJson::ecmaScript);
    }

    static String of(String json, Numbers numbers) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            return write(read(parser), numbers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a JSON value is read into: TreeMap (UTF-16 order, section 3.2.3), List, String, Literal or Number. */
    static Object tree(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            return read(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String write(Object tree, Numbers numbers) {
        StringBuilder out = new StringBuilder(512);
        write(tree, numbers, out);
        return out.toString();
    }

    private record Literal(String text) {}

    private record Numeral(String lexical) {}

    private static Object read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("no JSON value");
        }
        return switch (token) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getText());
            default -> new Literal(parser.getText());
        };
    }

    private static Map<String, Object> readObject(JsonParser parser) throws IOException {
        Map<String, Object> object = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, read(parser));
        }
        return object;
    }

    private static List<Object> readArray(JsonParser parser) throws IOException {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(read(parser));
        }
        return array;
    }

    private static void write(Object value, Numbers numbers, StringBuilder out) {
        if (value instanceof Map<?, ?> object) {
            writeObject(object, numbers, out);
        } else if (value instanceof List<?> array) {
            writeArray(array, numbers, out);
        } else if (value instanceof Numeral numeral) {
            out.append(numbers.write(numeral.lexical()));
        } else if (value instanceof Literal literal) {
            out.append(literal.text());
        } else {
            quote((String) value, out);
        }
    }

    private static void writeObject(Map<?, ?> object, Numbers numbers, StringBuilder out) {
        out.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> entries = object.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            quote((String) entry.getKey(), out);
            out.append(':');
            write(entry.getValue(), numbers, out);
            if (entries.hasNext()) {
                out.append(',');
            }
        }
        out.append('}');
    }

    private static void writeArray(List<?> array, Numbers numbers, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            write(array.get(i), numbers, out);
        }
        out.append(']');
    }

    /** Section 3.2.2.2: two-character escapes where there are any, {@code \\u00xx} for other controls, all else as it is. */
    static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Section 3.2.2.3: the shortest form of the double, as ECMAScript's Number.prototype.toString writes it. */
    static String ecmaScript(String lexical) {
        return EcmaScriptNumber.format(Double.parseDouble(lexical));
    }
}
