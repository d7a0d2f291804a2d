package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.Test;

/** The built-in maps of MDM messages. */
class DocumentMapsTest {
    private static final MapSet MAPS = MapSet.builtIn();
    private static final String TXA = "TXA|1|DS|TX|||20240102080000+0100|||9^Writer^Ann|||D1^EHR|D0^EHR||||LA||AV";

    private static MapFixture.Result convert(String event, String... segments) {
        return MapFixture.convert(
                MAPS,
                "MSH|^~\\&|EHR|FAC|||20240102100000+0100||MDM^" + event
                        + "|1|P|2.5.1\rEVN||20240102\rPID|1||77^^^HOSP^MR||Doe^Jane\rPV1|1|I\r"
                        + String.join("\r", segments));
    }

    @Test
    void textLinesAreOneDocumentInTheirOrderWithTheirEmptyLines() {
        var result = convert(
                "T02",
                TXA,
                "OBX|1|TX|T^Text^L||  first & line",
                "OBX|2|TX|T^Text^L||",
                "OBX|3|FT|T^Text^L||second\\.br\\third~fourth");

        assertThat(new String(result.only(Binary.class).getData(), StandardCharsets.UTF_8))
                .isEqualTo("  first & line\n\nsecond\nthird\nfourth");
        DocumentReference document = result.only(DocumentReference.class);
        assertThat(document.getContent()).hasSize(1);
        assertThat(document.getContentFirstRep().getAttachment().getUrl())
                .isEqualTo("Binary/" + result.only(Binary.class).getIdPart());
        assertThat(document.getContentFirstRep().getAttachment().getContentType())
                .isEqualTo("text/plain");
        assertThat(result.all(Observation.class)).isEmpty();
    }

    @Test
    void whatEveryLineSaysOfItselfIsKeptOnce() {
        var result = convert("T02", TXA, "OBX|1|TX|T^Text^L||a||||||F", "OBX|2|TX|T^Text^L||b||||||F");

        long kept = result.only(DocumentReference.class).getExtension().stream()
                .filter(e -> "OBX-11".equals(e.getExtensionString("path"))
                        || "OBX[2]-11".equals(e.getExtensionString("path")))
                .count();
        assertThat(kept).isEqualTo(1);
        assertThat(result.became("OBX[2]-11")).isEqualTo("carried");
    }

    @Test
    void anEmbeddedDocumentIsNoPartOfTheText() {
        var result = convert(
                "T02",
                TXA,
                "OBX|1|TX|T^Text^L||a",
                "OBX|2|ED|P^Picture^L||X^IM^JPEG^Base64^aGVsbG8=",
                "OBX|3|TX|T^Text^L||b");

        DocumentReference document = result.only(DocumentReference.class);
        assertThat(document.getContent())
                .extracting(c -> c.getAttachment().getContentType())
                .containsExactlyInAnyOrder("text/plain", "image/jpeg");
        assertThat(result.all(Binary.class))
                .extracting(b -> new String(b.getData(), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder("a\nb", "hello");
    }

    @Test
    void statesComeFromTheFieldsElseFromTheMeaningOfTheEvent() {
        DocumentReference sent = convert("T02", TXA, "OBX|1|TX|T^Text^L||a").only(DocumentReference.class);
        assertThat(sent.getStatus()).isEqualTo(DocumentReferenceStatus.CURRENT);
        assertThat(sent.getDocStatus()).isEqualTo(DocumentReference.ReferredDocumentStatus.FINAL);
        DocumentReference obsolete = convert("T02", TXA.replace("|AV", "|OB")).only(DocumentReference.class);
        assertThat(obsolete.getStatus()).isEqualTo(DocumentReferenceStatus.SUPERSEDED);
        DocumentReference cancelled = convert("T11", TXA.replace("|AV", "|")).only(DocumentReference.class);
        assertThat(cancelled.getStatus()).isEqualTo(DocumentReferenceStatus.ENTEREDINERROR);
        assertThat(cancelled.getId()).isEqualTo(sent.getId());
    }

    @Test
    void onlyTheEventSaysHowADocumentRelatesToItsParent() {
        DocumentReference addendum = convert("T06", TXA).only(DocumentReference.class);
        assertThat(addendum.getRelatesToFirstRep().getCode())
                .isEqualTo(DocumentReference.DocumentRelationshipType.APPENDS);
        assertThat(addendum.getRelatesToFirstRep().getTarget().getIdentifier().getValue())
                .isEqualTo("D0");
        assertThat(convert("T10", TXA)
                        .only(DocumentReference.class)
                        .getRelatesToFirstRep()
                        .getCode())
                .isEqualTo(DocumentReference.DocumentRelationshipType.REPLACES);
        assertThat(convert("T02", TXA).only(DocumentReference.class).hasRelatesTo())
                .isFalse();
    }

    @Test
    void theDocumentPointsToTheOrdersItWasWrittenFor() {
        var result = convert("T02", "ORC|SC|P1|F1||CM", "OBR|1|P1|F1|1^Echo^L", TXA);

        assertThat(result.only(DocumentReference.class).getContext().getRelated())
                .extracting(r -> r.getReference())
                .contains("ServiceRequest/" + result.only(ServiceRequest.class).getIdPart());
        assertThat(result.only(ServiceRequest.class).getStatus())
                .isEqualTo(ServiceRequest.ServiceRequestStatus.COMPLETED);
    }
}
