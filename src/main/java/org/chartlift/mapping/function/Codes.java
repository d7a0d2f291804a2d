package org.chartlift.mapping.function;

import java.util.Locale;
import org.chartlift.mapping.identity.Authorities;
import org.chartlift.source.SourceTree;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/** Coded values and the URIs of systems and authorities. */
final class Codes {
    /**
     * Components of CWE (HL7 v2.5.1 section 2.A.13, v2.8.2 section 2.A.13): code, text, system, version and object identifier of the system, of
     * the first, second and third code.
     */
    private static final int[][] CODINGS = {{1, 2, 3, 7, 14}, {4, 5, 6, 8, 17}, {10, 11, 12, 13, 20}};

    private static final int ORIGINAL_TEXT = 9;

    private Codes() {}

    static @Nullable Base concept(Call call) {
        CodeableConcept concept = new CodeableConcept();
        for (int[] components : CODINGS) {
            int at = concept.getCoding().size();
            Coding coding = coding(call, components, "coding", at);
            if (coding != null) {
                concept.addCoding(coding);
            }
        }
        String original = call.take(ORIGINAL_TEXT, "text");
        if (!original.isEmpty()) {
            concept.setText(original);
        }
        texts(call, concept);
        return concept.isEmpty() ? call.fail("no-code-and-no-text") : concept;
    }

    /** FHIR codes have single spaces inside at most; anything else in the place of a code is a text. */
    private static boolean isCode(String text) {
        boolean space = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || (c == ' ' && space)) {
                return false;
            }
            space = c == ' ';
        }
        return !space;
    }

    /** Text without a code, or instead of one: it is the text of the concept, if that has none. */
    private static void texts(Call call, CodeableConcept concept) {
        for (int[] components : CODINGS) {
            String code = call.text(call.component(components[0])).trim();
            int said = call.text(call.component(components[1])).isBlank() ? components[0] : components[1];
            String text = call.text(call.component(said)).trim();
            if (!isCode(code)
                    && !text.isEmpty()
                    && !Texts.hasControls(text)
                    && (!concept.hasText() || concept.getText().equals(text))) {
                concept.setText(call.take(said, "text"));
            }
        }
    }

    private static @Nullable Coding coding(Call call, int[] components, Object... at) {
        String code = call.text(call.component(components[0])).trim();
        if (!isCode(code)) {
            return null;
        }
        Coding coding = new Coding();
        boolean legal = Texts.isCode(code);
        if (legal) {
            coding.setCode(call.take(components[0], path(at, "code")));
        } else {
            // free text in the place of a code, which FHIR does not take for one
            coding.setDisplay(call.take(components[0], path(at, "display")));
        }
        coding.setSystem(system(call, components, code, at));
        String display = legal ? call.take(components[1], path(at, "display")) : "";
        if (!display.isEmpty()) {
            coding.setDisplay(display);
        }
        String version = call.take(components[3], path(at, "version"));
        if (!version.isEmpty()) {
            coding.setVersion(version);
        }
        return coding;
    }

    /** The URI that the system's name stands for; where it names none that is known, the one that its object identifier stands for. */
    private static String system(Call call, int[] components, String code, Object... at) {
        String name = call.text(call.component(components[2])).trim();
        String oid = call.text(call.component(components[4])).trim();
        boolean named =
                !name.isEmpty() && !call.settings().systems().uri(name, code).isEmpty();
        if (named || !Authorities.isOid(oid)) {
            return call.codeSystem(call.take(components[2], path(at, "system")), code);
        }
        return call.codeSystem(call.take(components[4], path(at, "system")), code);
    }

    private static Object[] path(Object[] at, String last) {
        Object[] path = java.util.Arrays.copyOf(at, at.length + 1);
        path[at.length] = last;
        return path;
    }

    static @Nullable Base coding(Call call) {
        Coding coding = coding(call, CODINGS[0]);
        return coding == null ? call.fail("no-code") : coding;
    }

    static @Nullable Base plainConcept(Call call) {
        String code = call.text().trim();
        if (code.isEmpty() || Texts.hasControls(code)) {
            return call.fail("no-code");
        }
        boolean legal = Texts.isCode(code);
        call.claim(call.node(), "coding", 0, legal ? "code" : "display");
        return new CodeableConcept().addCoding(plain(call, code, legal));
    }

    static @Nullable Base plainCoding(Call call) {
        String code = call.text().trim();
        if (code.isEmpty() || Texts.hasControls(code)) {
            return call.fail("no-code");
        }
        boolean legal = Texts.isCode(code);
        call.claim(call.node(), legal ? "code" : "display");
        return plain(call, code, legal);
    }

    private static Coding plain(Call call, String code, boolean legal) {
        Coding coding = new Coding().setSystem(call.codeSystem("", code));
        return legal ? coding.setCode(code) : coding.setDisplay(code);
    }

    static @Nullable Base authority(Call call) {
        return authority(call, 1);
    }

    static @Nullable Base entityAuthority(Call call) {
        return authority(call, 2);
    }

    private static @Nullable Base authority(Call call, int first) {
        boolean beyondLeaf = first > 1 && call.tree().isLeaf(call.node());
        String namespace = beyondLeaf ? "" : call.text(call.component(first)).trim();
        String universal =
                beyondLeaf ? "" : call.text(call.component(first + 1)).trim();
        String type = beyondLeaf ? "" : call.text(call.component(first + 2)).trim();
        SourceSettings s = call.settings();
        String uri = Authorities.system(s.sender(), s.sourceSystem(), namespace, universal, type);
        if (uri.isEmpty()) {
            return null;
        }
        boolean byNamespace =
                universal.isEmpty() || uri.equals(s.sender().authorities().get(namespace));
        if (byNamespace && !namespace.isEmpty()) {
            call.take(first);
        }
        boolean byUniversal = !universal.isEmpty()
                && (!byNamespace || uri.toLowerCase(Locale.ROOT).contains(universal.toLowerCase(Locale.ROOT)));
        if (byUniversal) {
            call.take(first + 1);
            boolean local = uri.equals(Authorities.local(s.sourceSystem(), "authority", universal));
            if (!local) {
                call.take(first + 2);
            }
        }
        return new UriType(uri);
    }

    static @Nullable Base oid(Call call) {
        String text = call.text().trim();
        String known = call.settings().systems().uri(text);
        if (known.isEmpty() || !Authorities.isOid(text)) {
            return call.fail("not-an-oid");
        }
        call.take();
        return new UriType(known);
    }

    static @Nullable Base uuid(Call call) {
        String text = call.text().trim().toLowerCase(Locale.ROOT);
        if (!text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            return call.fail("not-a-uuid");
        }
        call.take();
        return new UriType("urn:uuid:" + text);
    }

    static @Nullable Base codingSystem(Call call) {
        String name = call.text().trim();
        if (name.isEmpty() || call.node() == SourceTree.NONE) {
            return null;
        }
        call.take();
        return new UriType(
                call.codeSystem(name, call.text(call.parameter("code")).trim()));
    }
}
