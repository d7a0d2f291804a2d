package org.chartlift.rollback.delta;

import static org.chartlift.rollback.delta.Segment.escaped;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An AllergyIntolerance as ADT^A08 with AL1 (v2.5.1 section 3.4.6). AL1 states an allergy that the patient has: one that is resolved, refuted or
 * entered in error must not be sent in it.
 */
final class AllergyMessage implements MessageMap {
    private static final Map<String, String> CATEGORY = Map.of("medication", "DA", "food", "FA", "environment", "EA");
    private static final Map<String, String> SEVERITY = Map.of("severe", "SV", "moderate", "MO", "mild", "MI");

    private final V2Types types;
    private final PatientSegments patients;

    AllergyMessage(V2Types types, PatientSegments patients) {
        this.types = types;
        this.patients = patients;
    }

    @Override
    public String event() {
        return "ADT^A08^ADT_A01";
    }

    @Override
    public List<String> critical() {
        return List.of("AllergyIntolerance.clinicalStatus.coding", "AllergyIntolerance.code");
    }

    @Override
    public List<Segment> segments(Part allergy, LaterChange change) throws InexpressibleException {
        status(allergy.at("clinicalStatus"), "active", "not-active");
        String verification = code(allergy.at("verificationStatus"));
        if (verification.equals("refuted") || verification.equals("entered-in-error")) {
            throw new InexpressibleException("not-an-allergy", "AllergyIntolerance.verificationStatus");
        }
        if (!allergy.has("code")) {
            throw new InexpressibleException("no-code", "AllergyIntolerance.code");
        }
        Segment pid = patients.of(allergy.at("patient"));
        Part category = allergy.first("category");
        Part reaction = allergy.first("reaction");
        String kind = CATEGORY.getOrDefault(category.node().asText(), "");
        if (!kind.isEmpty()) {
            category.take();
        }
        Segment al1 = new Segment("AL1").field(1, "1").field(2, kind).field(3, types.cwe(allergy.at("code")));
        List<String> manifestations = manifestations(reaction);
        if (!manifestations.isEmpty()) {
            al1.field(4, V2Types.code(reaction, "severity", SEVERITY));
        }
        return List.of(pid, PatientSegments.noVisit(), al1.field(5, manifestations));
    }

    /** AL1-5 is a text. */
    private static List<String> manifestations(Part reaction) {
        List<String> texts = new ArrayList<>();
        for (Part manifestation : reaction.each("manifestation")) {
            String text = manifestation.has("text")
                    ? manifestation.take("text")
                    : manifestation.first("coding").take("display");
            if (!text.isEmpty()) {
                texts.add(escaped(text));
            }
        }
        return texts;
    }

    private static String code(Part concept) {
        return concept.first("coding").look("code");
    }

    private static void status(Part concept, String wanted, String reason) throws InexpressibleException {
        if (!code(concept).isEmpty() && !code(concept).equals(wanted)) {
            throw new InexpressibleException(reason, concept.path());
        }
        concept.take();
    }
}
