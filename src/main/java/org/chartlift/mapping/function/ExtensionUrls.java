package org.chartlift.mapping.function;

/** Extensions that the engine itself writes, so that nothing of the source is lost. */
public final class ExtensionUrls {
    private static final String BASE = "https://chartlift.org/fhir/StructureDefinition/";

    /** A leaf that no rule maps, with sub-extensions {@code path} and {@code value}. */
    public static final String SOURCE_FIELD = BASE + "source-field";

    /** The source's Coding beside a code of a required binding. */
    public static final String SOURCE_VALUE = BASE + "source-value";

    /** The text as the source wrote it, where the element can hold only a part of it. */
    public static final String SOURCE_TEXT = BASE + "source-text";

    /** Why an element has no value (FHIR R4 extension data-absent-reason). */
    public static final String DATA_ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    /** How long something is to go on, where {@code Timing.repeat.bounds} holds its start or end. */
    public static final String BOUNDS_DURATION = BASE + "timing-bounds-duration";

    private ExtensionUrls() {}
}
