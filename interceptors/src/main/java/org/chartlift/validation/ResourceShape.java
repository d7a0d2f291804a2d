package org.chartlift.validation;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chartlift.record.ContentHash;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of FHIR R4 itself can see of a resource: its elements in order, and of each value what a rule of FHIR R4 could ask. Two resources of one shape
 * are both valid or both invalid for the same reasons. Codes, displays, URIs, booleans and whole numbers are part of the shape; of a text, a
 * date, a decimal or the id in a reference only its form is; of a period and a range also which end is the greater (invariants per-1, rng-2). What is
 * unusual in any way is part of the shape as it is. Used by one thread.
 */
final class ResourceShape {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final Pattern PLAIN_URI =
            Pattern.compile("https?://[A-Za-z0-9./#_-]+|urn:(?!oid:|uuid:)[A-Za-z0-9:./#_-]+");
    private static final Pattern RELATIVE = Pattern.compile("([A-Z][A-Za-z]+)/[A-Za-z0-9.-]{1,64}");
    /** Under this system an identifier's value must be a URI. */
    private static final String URIS = "urn:ietf:rfc:3986";

    private static final int LONGEST_PLAIN_TEXT = 100_000;
    private static final int MOST_DIGITS = 15;
    private static final int FIRST_USUAL_YEAR = 1905;
    private static final int LAST_USUAL_YEAR = 2090;

    private final StringBuilder shape = new StringBuilder(1024);

    private ResourceShape() {}

    /**
     * A digest of the shape, null for a resource that is never like another: with narrative or contained resources, or under rules that may ask
     * for any value, which are those of profiles and of conformance resources.
     */
    static @Nullable String of(Resource resource) {
        boolean whole = resource instanceof DomainResource domain && (domain.hasText() || domain.hasContained());
        if (whole || resource.getMeta().hasProfile() || resource instanceof MetadataResource) {
            return null;
        }
        ResourceShape shape = new ResourceShape();
        shape.shape.append(resource.fhirType());
        shape.children(resource);
        return ContentHash.of(shape.shape.toString().getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    private void children(Base base) {
        shape.append('{');
        for (Property property : base.children()) {
            for (Base value : property.getValues()) {
                shape.append(property.getName()).append(':').append(value.fhirType());
                value(base, property.getName(), value);
            }
        }
        order(base);
        shape.append('}');
    }

    private void value(Base parent, String name, Base value) {
        if (value instanceof PrimitiveType<?> primitive) {
            String text = primitive.getValueAsString();
            shape.append('=').append(text == null ? "-" : form(parent, name, primitive, text));
            if (primitive.hasExtension() || primitive.getIdElement().hasValue()) {
                children(primitive);
            }
        } else {
            children(value);
        }
    }

    private static String form(Base parent, String name, PrimitiveType<?> primitive, String text) {
        return switch (primitive.fhirType()) {
            case "string", "markdown" -> text(parent, name, text);
            case "id" -> ID.matcher(text).matches() ? "i" : text;
            case "uri", "url", "canonical" -> uri(parent, name, text);
            case "date", "dateTime", "instant" -> date((BaseDateTimeType) primitive, text);
            case "decimal" -> decimal((BigDecimal) primitive.getValue(), text);
            case "base64Binary" -> "b";
            case "unsignedInt" -> "n";
            default -> text;
        };
    }

    private static String text(Base parent, String name, String text) {
        boolean meaning = parent instanceof Coding
                || parent instanceof Quantity
                || (parent instanceof Identifier i && URIS.equals(i.getSystem()));
        if (meaning || !isPlain(text)) {
            return text;
        }
        return name.equals("reference") ? uri(parent, name, text) : name.equals("id") ? "i" : "s";
    }

    private static boolean isPlain(String text) {
        int last = text.length() - 1;
        if (last < 0 || last > LONGEST_PLAIN_TEXT || text.charAt(0) <= ' ' || text.charAt(last) <= ' ') {
            return false;
        }
        for (int i = 0; i <= last; i++) {
            char c = text.charAt(i);
            boolean control = c < ' ' && c != '\n' && c != '\r' && c != '\t';
            if (control || c == '<' || c == '&' || c == 0x7f || (c >= 0x2000 && c <= 0x206f) || c == 0xfeff) {
                return false;
            }
        }
        return true;
    }

    private static String uri(Base parent, String name, String text) {
        Matcher relative = RELATIVE.matcher(text);
        if (relative.matches()) {
            return relative.group(1) + "/";
        }
        return parent instanceof Meta
                        && name.equals("source")
                        && PLAIN_URI.matcher(text).matches()
                ? "u"
                : text;
    }

    private static String date(BaseDateTimeType date, String text) {
        Integer year = date.getYear();
        boolean usual = year != null && year >= FIRST_USUAL_YEAR && year <= LAST_USUAL_YEAR;
        return usual ? date.getPrecision() + (date.getTimeZone() == null ? "" : "z") + text.length() : text;
    }

    private static String decimal(BigDecimal value, String text) {
        return value.precision() <= MOST_DIGITS && Math.abs(value.scale()) <= MOST_DIGITS ? "d" + value.signum() : text;
    }

    private void order(Base base) {
        if (base instanceof Period p && p.hasStart() && p.hasEnd()) {
            shape.append(p.getStartElement().equalsUsingFhirPathRules(p.getEndElement()))
                    .append(Integer.signum(p.getStart().compareTo(p.getEnd())));
        } else if (base instanceof Range r
                && r.getLow().hasValue()
                && r.getHigh().hasValue()) {
            shape.append(r.getLow().getValue().compareTo(r.getHigh().getValue()));
        }
    }
}
