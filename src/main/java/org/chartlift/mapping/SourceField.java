package org.chartlift.mapping;

import org.chartlift.mapping.function.ExtensionUrls;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.StringType;

/**
 * The extension that keeps a leaf as it was sent. Two that name the same field of two segments of one name and hold the same text say the same: lines of a
 * narrative, and the specimen under each of its orders, say the same things about themselves over and over.
 */
final class SourceField {
    private static final String PATH = "path";
    private static final String VALUE = "value";

    private SourceField() {}

    static Extension of(String path, String text) {
        Extension field = new Extension(ExtensionUrls.SOURCE_FIELD);
        field.addExtension(new Extension(PATH, new StringType(path)));
        field.addExtension(new Extension(VALUE, new StringType(text)));
        return field;
    }

    /** What two that say the same have in common. */
    static String key(String path, String text) {
        int dash = path.indexOf('-');
        int number = path.indexOf('[');
        boolean numbered = number >= 0 && number < dash;
        return (numbered ? path.substring(0, number) + path.substring(dash) : path) + '=' + text;
    }

    /** Whether the elements are equal or say the same. */
    static boolean same(Base a, Base b) {
        boolean fields = a instanceof Extension x
                && b instanceof Extension y
                && ExtensionUrls.SOURCE_FIELD.equals(x.getUrl())
                && ExtensionUrls.SOURCE_FIELD.equals(y.getUrl());
        return fields ? key((Extension) a).equals(key((Extension) b)) : a.equalsDeep(b);
    }

    private static String key(Extension field) {
        return key(field.getExtensionString(PATH), field.getExtensionString(VALUE));
    }
}
