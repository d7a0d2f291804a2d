package org.chartlift.mapping.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.chartlift.mapping.code.CodingSystems;
import org.chartlift.mapping.identity.SenderSettings;
import org.chartlift.source.SourceTree;
import org.chartlift.source.UnreadableRecordException;
import org.chartlift.source.hl7v2.Hl7v2Reader;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Ratio;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionsTest {
    private static final CodingSystems SYSTEMS =
            new CodingSystems(Map.of("LN", "http://loinc.org", "UCUM", "http://unitsofmeasure.org"), Map.of());

    private Call call;

    private @Nullable Base apply(String function, String field, @Nullable ZoneOffset message, @Nullable ZoneId zone) {
        try {
            byte[] bytes = ("MSH|^~\\&|A\rOBX|" + field + "|mg/dL^^UCUM").getBytes(StandardCharsets.UTF_8);
            SourceTree tree = new Hl7v2Reader(event -> null).read(bytes);
            int segment = tree.firstChild(0);
            segment = tree.nextSibling(segment);
            SenderSettings sender =
                    new SenderSettings("t", "", "", "", zone, List.of(), List.of(), Map.of("NS", "http://ns"));
            call = new Call(
                    tree,
                    List.of(tree.child(segment, 1, 1)),
                    null,
                    new SourceSettings("https://h.example", sender, message, SYSTEMS, null),
                    "",
                    Map.of("unit", tree.child(segment, 2, 1)));
            return Functions.standard().find(function).body().apply(call);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(e);
        }
    }

    private String primitive(String function, String field) {
        return text(apply(function, field, null, null));
    }

    /** The value and, behind it, the text kept beside it. */
    private String text(@Nullable Base value) {
        if (value == null) {
            return "!" + call.failure();
        }
        PrimitiveType<?> p = (PrimitiveType<?>) value;
        StringBuilder text = new StringBuilder(p.asStringValue());
        for (Extension e : p.getExtension()) {
            text.append(" <").append(e.getValue().primitiveValue()).append('>');
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "TS>dateTime, 2024, 2024",
        "TS>dateTime, 202402, 2024-02",
        "TS>dateTime, 20240229, 2024-02-29",
        "TS>dateTime, 20230229, !not-a-time",
        "TS>dateTime, 2024022915, 2024-02-29 <2024022915>",
        "TS>dateTime, 202402291530, 2024-02-29 <202402291530>",
        "TS>dateTime, 202402291530+0200, 2024-02-29T15:30:00+02:00",
        "TS>dateTime, 20240229153045.1234-0500, 2024-02-29T15:30:45.1234-05:00",
        "TS>dateTime, 20240229253045, !not-a-time",
        "TS>dateTime, yesterday, !not-a-time",
        "TS>date, 19700101, 1970-01-01",
        "TS>date, 197001011200, 1970-01-01 <197001011200>",
        "TS>datePart, 197001011200, 1970-01-01",
        "TS>minuteInstant, 202402291530+0100, 2024-02-29T15:30:00+01:00 <202402291530+0100>",
        "TS>minuteInstant, 20240229153001+0100, 2024-02-29T15:30:01+01:00",
        "TS>minuteInstant, 202402291530, !no-time-zone",
        "TS>minuteInstant, 2024022915+0100, !no-minutes",
        "TS>lessThanMinuteInstant, 202402291530+0100, !",
        "TS>lessThanMinuteInstant, 202402291530, 2024-02-29 <202402291530>",
        "TS>instant, 20240229153045, !no-time-zone",
        "TS>instant, 202402291530+0100, !no-seconds",
        "TS>instant, 20240229153045+0000, 2024-02-29T15:30:45+00:00",
        "TM>time, 1530, 15:30:00",
        "TM>time, 153000, 15:30:00",
        "TM>time, 153000.5, 15:30:00 <153000.5>",
        "ID>code, a b, a b",
        "ID>code, a  b, !not-a-code",
        "NM>decimal, 1.50, 1.50",
        "NM>decimal, +5, 5",
        "NM>decimal, .5, 0.5",
        "NM>decimal, -007.10, -7.10",
        "NM>decimal, 1e3, !not-a-number",
        "NM>integer, 12.5, !not-an-integer",
        "NM>positiveInt, 0, !not-a-positive-integer",
        "YN>boolean, Y, true",
        "YN>boolean, U, !not-yes-or-no",
        "HD>uri, NS, http://ns",
        "HD>uri, other, https://h.example/authority/other",
        "HD>uri, x^1.2.3.4.5^ISO, urn:oid:1.2.3.4.5",
        "HD>uri, x^550E8400-E29B-41D4-A716-446655440000^UUID, urn:uuid:550e8400-e29b-41d4-a716-446655440000",
        "CodingSystem>uri, ln, http://loinc.org",
        "CodingSystem>uri, HL70001, http://terminology.hl7.org/CodeSystem/v2-0001",
        "CodingSystem>uri, 2.16.840.1.113883.12.1, http://terminology.hl7.org/CodeSystem/v2-0001",
        "CodingSystem>uri, 99LAB, https://h.example/CodeSystem/99LAB",
        "CodingSystem>uri, L, https://h.example/CodeSystem/OBX-1",
        "ED>base64, ^text^plain^A^abc, YWJj",
        "ED>base64, ^text^plain^Base64^YWJj, YWJj",
        "ED>base64, ^text^plain^Hex^616263, YWJj",
        "ED>base64, ^text^plain^Base64^!!!, !not-base64",
        "ED>mime, ^application^pdf, application/pdf"
    })
    void makePrimitivesAndSayWhyTheyCannot(String function, String field, String expected) {
        assertThat(primitive(function, field)).isEqualTo(expected);
    }

    @Test
    void takeTheZoneOfTheMessageBeforeThatOfTheSender() {
        ZoneId vienna = ZoneId.of("Europe/Vienna");
        assertThat(text(apply("TS>dateTime", "202407011200", ZoneOffset.ofHours(-5), vienna)))
                .isEqualTo("2024-07-01T12:00:00-05:00");
        assertThat(text(apply("TS>dateTime", "202407011200", null, vienna))).isEqualTo("2024-07-01T12:00:00+02:00");
    }

    @Test
    void keepTheDateOfATimeThatAClockChangeSkipsOrRepeats() {
        ZoneId vienna = ZoneId.of("Europe/Vienna");
        assertThat(text(apply("TS>dateTime", "202403310230", null, vienna))).isEqualTo("2024-03-31 <202403310230>");
        assertThat(call.findings()).extracting(f -> f.rule()).containsExactly("time-in-clock-change-gap");
        assertThat(text(apply("TS>dateTime", "202410270230", null, vienna))).isEqualTo("2024-10-27 <202410270230>");
        assertThat(call.findings()).extracting(f -> f.rule()).containsExactly("time-twice-in-clock-change");
    }

    @Test
    void writeUnitsAsUcumOnlyWhereTheSourceSaysSo() {
        Quantity quantity = (Quantity) apply("NM>Quantity", "5.10", null, null);

        assertThat(quantity.getSystem()).isEqualTo("http://unitsofmeasure.org");
        assertThat(quantity.getCode()).isEqualTo("mg/dL");
        assertThat(quantity.getValueElement().asStringValue()).isEqualTo("5.10");
        assertThat(call.claims()).hasSize(3);
    }

    @Test
    void readStructuredNumbers() {
        assertThat(((Quantity) apply("SN>value", ">^10", null, null)).getComparator())
                .isEqualTo(Quantity.QuantityComparator.GREATER_THAN);
        assertThat(((Range) apply("SN>value", "^1^-^2", null, null)).getHigh().getValue())
                .isEqualByComparingTo("2");
        assertThat(((Ratio) apply("SN>value", "^1^:^128", null, null))
                        .getDenominator()
                        .getValue())
                .isEqualByComparingTo("128");
        assertThat(apply("SN>Range", ">^10", null, null)).isNull();
        assertThat(call.failure()).isEmpty();
    }

    @Test
    void readReferenceRanges() {
        assertThat(((Quantity) apply("referenceRange>low", "3.5-5.1", null, null))
                        .getValueElement()
                        .asStringValue())
                .isEqualTo("3.5");
        assertThat(((Quantity) apply("referenceRange>high", "<5.1", null, null))
                        .getValueElement()
                        .asStringValue())
                .isEqualTo("5.1");
        assertThat(apply("referenceRange>low", "<5.1", null, null)).isNull();
        assertThat(apply("referenceRange>low", "negative", null, null)).isNull();
    }

    @Test
    void keepEveryPartOfACodedValue() {
        CodeableConcept concept = (CodeableConcept)
                apply("CWE>CodeableConcept", "718-7^Hgb^LN^HB^Haem^99L^2.70^1^Hemoglobin", null, null);

        assertThat(concept.getCoding()).hasSize(2);
        assertThat(concept.getCodingFirstRep().getSystem()).isEqualTo("http://loinc.org");
        assertThat(concept.getCoding().get(1).getSystem()).isEqualTo("https://h.example/CodeSystem/99L");
        assertThat(concept.getText()).isEqualTo("Hemoglobin");
        assertThat(call.claims()).hasSize(9);
    }

    @Test
    void takeTheObjectIdentifierOfACodingSystemThatNobodyKnowsByName() {
        CodeableConcept concept =
                (CodeableConcept) apply("CWE>CodeableConcept", "A^^LOCAL^^^^^^^^^^^1.2.3.4", null, null);
        assertThat(concept.getCodingFirstRep().getSystem()).isEqualTo("urn:oid:1.2.3.4");
        concept = (CodeableConcept) apply("CWE>CodeableConcept", "718-7^^LN^^^^^^^^^^^1.2.3.4", null, null);
        assertThat(concept.getCodingFirstRep().getSystem()).isEqualTo("http://loinc.org");
    }

    @Test
    void keepWordsThatAreNoCodeAsText() {
        CodeableConcept concept = (CodeableConcept) apply("CWE>CodeableConcept", "two  words", null, null);
        assertThat(concept.hasCoding()).isFalse();
        assertThat(concept.getText()).isEqualTo("two  words");
        assertThat(call.claims()).hasSize(1);
    }

    @Test
    void areAllDescribed() {
        assertThat(Functions.standard().list()).allSatisfy(f -> {
            assertThat(f.description()).isNotBlank();
            assertThat(f.results()).isNotEmpty();
        });
    }
}
