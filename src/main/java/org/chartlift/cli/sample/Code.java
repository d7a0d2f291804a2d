package org.chartlift.cli.sample;

/** A code with its text and the name of its system as HL7 table 0396 has it; any part may be empty. */
record Code(String code, String text, String system) {
    static final Code NONE = new Code("", "", "");

    /** A code without a text or system of its own: IS and ID fields, and units as legacy systems write them. */
    static Code plain(String code) {
        return new Code(code, "", "");
    }

    boolean isEmpty() {
        return code.isEmpty() && text.isEmpty();
    }
}
