package org.chartlift.rollback.delta;

import static org.chartlift.rollback.delta.Segment.components;
import static org.chartlift.rollback.delta.Segment.escaped;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A DocumentReference with its content as MDM^T02 (v2.5.1 section 9.5.2). Text is sent as text, anything else encapsulated in Base64. */
final class DocumentMessage implements MessageMap {
    /** To table 0273. */
    private static final Map<String, String> AVAILABILITY = Map.of("current", "AV", "superseded", "OB");

    /** To table 0271. */
    private static final Map<String, String> COMPLETION = Map.of("final", "AU", "preliminary", "IP");

    private static final int LONGEST = 16_000_000;

    private final V2Types types;
    private final PatientSegments patients;
    private final ResourceLookup resources;

    DocumentMessage(V2Types types, PatientSegments patients, ResourceLookup resources) {
        this.types = types;
        this.patients = patients;
        this.resources = resources;
    }

    @Override
    public String event() {
        return "MDM^T02^MDM_T02";
    }

    @Override
    public List<String> critical() {
        return List.of(
                "DocumentReference.status",
                "DocumentReference.docStatus",
                "DocumentReference.content",
                "DocumentReference.relatesTo");
    }

    @Override
    public List<Segment> segments(Part document, LaterChange change) throws InexpressibleException {
        Part subject = document.at("subject");
        List<Part> contents = document.each("content");
        if (contents.size() != 1) {
            throw new InexpressibleException("not-one-content", "DocumentReference.content");
        }
        String number = types.ei(document.at("masterIdentifier"));
        Segment pid = patients.of(subject);
        Segment txa = new Segment("TXA")
                .field(1, "1")
                .field(2, types.cwe(document.at("type")))
                .field(3, "TX")
                .field(4, V2Types.ts(document.at("context").at("period").at("start")))
                .field(6, V2Types.ts(document.at("date")))
                .field(12, number.isEmpty() ? PatientSegments.ownNumber(change) : number)
                .field(17, V2Types.code(document, "docStatus", COMPLETION))
                .field(19, V2Types.code(document, "status", AVAILABILITY));
        return List.of(
                pid, PatientSegments.noVisit(), txa, content(contents.get(0).at("attachment")));
    }

    private Segment content(Part attachment) throws InexpressibleException {
        String type = attachment.take("contentType");
        attachment.take("creation");
        byte[] data = data(attachment);
        attachment.take("hash");
        attachment.take("size");
        String text = type.startsWith("text/plain") ? text(data) : "";
        boolean isText = !text.isEmpty();
        return new Segment("OBX")
                .field(1, "1")
                .field(2, isText ? "FT" : "ED")
                .field(3, components("DOCUMENT", escaped(attachment.take("title"))))
                .field(5, isText ? escaped(text) : encapsulated(type, data, attachment))
                .field(11, "F");
    }

    private static String encapsulated(String type, byte[] data, Part attachment) throws InexpressibleException {
        int slash = type.indexOf('/');
        if (slash < 0 || type.indexOf(';') >= 0) {
            throw new InexpressibleException("no-type-of-content", attachment.path());
        }
        return components(
                "",
                escaped(type.substring(0, slash)),
                escaped(type.substring(slash + 1)),
                "Base64",
                Base64.getEncoder().encodeToString(data));
    }

    private byte[] data(Part attachment) throws InexpressibleException {
        String base64 = attachment.take("data");
        String url = attachment.take("url");
        if (base64.isEmpty() && url.startsWith("Binary/")) {
            ObjectNode binary = resources.read(url);
            base64 = binary == null ? "" : binary.path("data").asText();
        }
        if (base64.isEmpty() || base64.length() > LONGEST) {
            throw new InexpressibleException(base64.isEmpty() ? "no-content" : "too-long", attachment.path());
        }
        return Base64.getMimeDecoder().decode(base64);
    }

    /** Empty if it is not UTF-8, or has characters that a text field cannot have. */
    private static String text(byte[] data) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data))
                    .toString();
            boolean plain = text.chars().allMatch(c -> c >= ' ' && c != 0x7f || c == '\n' || c == '\t');
            return plain && text.strip().equals(text) ? text : "";
        } catch (CharacterCodingException e) {
            return "";
        }
    }
}
