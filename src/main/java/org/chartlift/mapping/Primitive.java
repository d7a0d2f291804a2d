package org.chartlift.mapping;

import java.lang.reflect.Constructor;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Makes a FHIR primitive from text, if the text has its lexical form. */
record Primitive(String type, Constructor<?> factory, Set<String> codes) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,9})");
    private static final Pattern POSITIVE = Pattern.compile("[1-9][0-9]{0,9}");
    private static final Pattern UNSIGNED = Pattern.compile("0|[1-9][0-9]{0,9}");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?");

    static final int LONGEST_STRING = 1024 * 1024;

    /** The value, or null if the text is not of this form. A string is kept exactly; around everything else white space means nothing. */
    @Nullable
    PrimitiveType<?> of(String text) {
        boolean free = type.equals("string") || type.equals("markdown");
        String value = free ? text : text.trim();
        if (value.isEmpty() || !isLegal(value)) {
            return null;
        }
        try {
            PrimitiveType<?> made = (PrimitiveType<?>) factory.newInstance();
            made.setValueAsString(value);
            return made;
        } catch (RuntimeException e) {
            // the model's own parser refuses it; the caller reports the leaf as failed
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type, e);
        }
    }

    /** A primitive as the kindred type that the element holds, for example a string as markdown. */
    static Base convert(Base value, Element element) {
        boolean fits = !(value instanceof PrimitiveType) || element.types().contains(value.fhirType());
        if (fits || element.factory() == null) {
            return value;
        }
        PrimitiveType<?> from = (PrimitiveType<?>) value;
        PrimitiveType<?> made = (PrimitiveType<?>) element.create();
        made.setValueAsString(from.asStringValue());
        from.getExtension().forEach(made::addExtension);
        return made;
    }

    /** Why a text was refused: a slug. */
    String why() {
        return codes.isEmpty() ? "not-a-" + type : "not-a-legal-code";
    }

    private boolean isLegal(String v) {
        return switch (type) {
            case "string", "markdown" -> v.length() <= LONGEST_STRING && hasNoControls(v);
            case "code" -> isCode(v) && (codes.isEmpty() || codes.contains(v));
            case "uri", "url", "canonical", "oid", "uuid" -> v.chars().noneMatch(c -> c <= ' ');
            case "id" -> ID.matcher(v).matches();
            case "boolean" -> v.equals("true") || v.equals("false");
            case "integer" -> INTEGER.matcher(v).matches();
            case "positiveInt" -> POSITIVE.matcher(v).matches();
            case "unsignedInt" -> UNSIGNED.matcher(v).matches();
            case "decimal" -> DECIMAL.matcher(v).matches();
            case "date" -> DATE.matcher(v).matches();
            default -> true;
        };
    }

    static boolean hasNoControls(String v) {
        for (int i = 0; i < v.length(); i++) {
            char c = v.charAt(i);
            if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
                return false;
            }
        }
        return true;
    }

    private static boolean isCode(String v) {
        for (int i = 0; i < v.length(); i++) {
            boolean white = Character.isWhitespace(v.charAt(i));
            if (white && (v.charAt(i) != ' ' || v.charAt(i - 1) == ' ') || v.charAt(i) < ' ') {
                return false;
            }
        }
        return true;
    }
}
