package org.chartlift.mapping.function;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.CodeType;
import org.jspecify.annotations.Nullable;

/** Encapsulated data and reference pointers (HL7 v2.5.1 sections 2.A.24 ED and 2.A.63 RP). */
final class Documents {
    private static final int TYPE = 2;
    private static final int SUBTYPE = 3;
    private static final int ENCODING = 4;
    private static final int DATA = 5;

    /** MIME types of the subtypes of HL7 table 0291 that come without, or with a wrong, main type. */
    private static final Map<String, String> BY_SUBTYPE = Map.ofEntries(
            Map.entry("pdf", "application/pdf"),
            Map.entry("rtf", "application/rtf"),
            Map.entry("html", "text/html"),
            Map.entry("xml", "application/xml"),
            Map.entry("plain", "text/plain"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("png", "image/png"),
            Map.entry("gif", "image/gif"),
            Map.entry("tiff", "image/tiff"),
            Map.entry("tif", "image/tiff"),
            Map.entry("dicom", "application/dicom"),
            Map.entry("msword", "application/msword"),
            Map.entry("octet-stream", "application/octet-stream"));

    private static final java.util.Set<String> MAIN_TYPES =
            java.util.Set.of("application", "audio", "image", "text", "video", "multipart", "model", "message");

    private Documents() {}

    static @Nullable Base mime(Call call) {
        String mime = mime(call, TYPE, SUBTYPE, new Object[0]);
        return mime.isEmpty() ? null : new CodeType(mime);
    }

    static @Nullable Base pointerMime(Call call) {
        String mime = mime(call, 3, 4, new Object[0]);
        return mime.isEmpty() ? null : new CodeType(mime);
    }

    /** The content type, with the components claimed that say it; empty if they say none that is known. */
    private static String mime(Call call, int typeComponent, int subtypeComponent, Object... path) {
        String type = call.text(call.component(typeComponent)).trim().toLowerCase(Locale.ROOT);
        String subtype = call.text(call.component(subtypeComponent)).trim().toLowerCase(Locale.ROOT);
        String mime = BY_SUBTYPE.getOrDefault(subtype, "");
        boolean token = subtype.matches("[a-z0-9][a-z0-9.+-]*");
        if (mime.isEmpty() && MAIN_TYPES.contains(type) && token) {
            mime = type + "/" + subtype;
        }
        if (!mime.isEmpty()) {
            call.take(typeComponent, path);
            call.take(subtypeComponent, path);
        }
        return mime;
    }

    static @Nullable Base data(Call call) {
        byte[] bytes = bytes(call);
        if (bytes == null) {
            return null;
        }
        call.claim(dataNode(call));
        return new Base64BinaryType(bytes);
    }

    private static int dataNode(Call call) {
        return call.tree().isLeaf(call.node()) ? call.node() : call.component(DATA);
    }

    private static byte @Nullable [] bytes(Call call) {
        String text = call.text(dataNode(call));
        String encoding = call.tree().isLeaf(call.node())
                ? "base64"
                : call.text(call.component(ENCODING)).trim().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return call.fail("no-data");
        }
        return decoded(call, text, encoding);
    }

    private static byte @Nullable [] decoded(Call call, String text, String encoding) {
        try {
            return switch (encoding) {
                case "base64" -> Base64.getDecoder().decode(withoutWhite(text));
                case "hex" -> HexFormat.of().parseHex(withoutWhite(text));
                case "a", "" -> text.getBytes(StandardCharsets.UTF_8);
                default -> call.fail("unknown-encoding");
            };
        } catch (IllegalArgumentException e) {
            return call.fail("not-" + encoding);
        }
    }

    private static String withoutWhite(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ') {
                return text.replaceAll("[\\u0000- ]", "");
            }
        }
        return text;
    }

    static @Nullable Base attachment(Call call) {
        byte[] bytes = bytes(call);
        if (bytes == null) {
            return null;
        }
        call.claim(dataNode(call), "data");
        Attachment attachment = new Attachment();
        attachment.setData(bytes);
        String mime = mime(call, TYPE, SUBTYPE, "contentType");
        if (!mime.isEmpty()) {
            attachment.setContentType(mime);
        }
        return attachment;
    }

    static @Nullable Base pointer(Call call) {
        String pointer = call.text(call.component(1)).trim();
        if (pointer.isEmpty() || pointer.chars().anyMatch(c -> c <= ' ')) {
            return call.fail("not-a-url");
        }
        Attachment attachment = new Attachment();
        attachment.setUrl(pointer);
        call.take(1, "url");
        String mime = call.tree().isLeaf(call.node()) ? "" : mime(call, 3, 4, "contentType");
        if (!mime.isEmpty()) {
            attachment.setContentType(mime);
        }
        return attachment;
    }

    static @Nullable Base text(Call call) {
        String text = call.takeWhole();
        return text.isEmpty() ? null : new Base64BinaryType(text.getBytes(StandardCharsets.UTF_8));
    }
}
