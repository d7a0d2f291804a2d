package org.chartlift.mapping.function;

import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** Texts, flags and telephone numbers. */
final class Texts {
    private static final int LONGEST = 1024 * 1024;

    private Texts() {}

    static @Nullable Base string(Call call) {
        String text = call.wholeText();
        if (text.isEmpty() || text.length() > LONGEST || hasControls(text)) {
            return call.fail("not-a-string");
        }
        call.takeWhole();
        return new StringType(text);
    }

    /** The text of a value whose type nobody knows. */
    static @Nullable Base untyped(Call call) {
        Base text = string(call);
        if (text != null) {
            call.report("value-type", "the value's type is missing or unknown; its text is kept as it was sent");
        }
        return text;
    }

    static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r');
    }

    /** Whether FHIR takes it for a code: single white space characters inside, none around. */
    static boolean isCode(String text) {
        return text.matches("\\S+(\\s\\S+)*");
    }

    static @Nullable Base code(Call call) {
        String text = call.text().trim();
        if (text.isEmpty() || hasControls(text) || !isCode(text)) {
            return call.fail("not-a-code");
        }
        call.take();
        return new CodeType(text);
    }

    static @Nullable Base yesNo(Call call) {
        String text = call.text().trim();
        boolean yes = text.equalsIgnoreCase("Y");
        if (!yes && !text.equalsIgnoreCase("N")) {
            return call.fail("not-yes-or-no");
        }
        call.take();
        return new BooleanType(yes);
    }

    /** {@code +1 555 555-2004 x12} from country, area, number and extension (HL7 v2.5.1 section 2.A.89 XTN.5 to XTN.8). */
    static @Nullable Base telephone(Call call) {
        String country = call.take(5);
        String area = call.take(6);
        String local = call.take(7);
        String extension = call.take(8);
        if (local.isEmpty()) {
            return call.fail("no-number");
        }
        StringBuilder number = new StringBuilder();
        if (!country.isEmpty()) {
            number.append(country.startsWith("+") ? "" : "+").append(country).append(' ');
        }
        if (!area.isEmpty()) {
            number.append(area).append(' ');
        }
        number.append(local);
        if (!extension.isEmpty()) {
            number.append(" x").append(extension);
        }
        return new StringType(number.toString());
    }
}
