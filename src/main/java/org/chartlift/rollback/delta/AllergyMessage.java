package org.chartlift.rollback.delta;

import static org.chartlift.rollback.delta.Segment.escaped;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An AllergyIntolerance as ADT^A60 with IAM (v2.5.1 sections 3.3.60 and 3.4.7), which adds or changes one adverse reaction. Never AL1: AL1 segments come as a snapshot, and a receiver puts them in the place
 * of all allergies that it has (section 2.10.4). A status that table 0438 has no word for gets no message.
 */
final class AllergyMessage implements MessageMap {
    private static final Map<String, String> CATEGORY = Map.of("medication", "DA", "food", "FA", "environment", "EA");
    private static final Map<String, String> SEVERITY = Map.of("severe", "SV", "moderate", "MO", "mild", "MI");
    private static final Map<String, String> SENSITIVITY = Map.of("allergy", "AL", "intolerance", "IN");

    /** Verification and clinical status to table 0438; IAM without a status is a reaction that the patient has. */
    private static final Map<String, String> STATUS = Map.of(
            "/", "",
            "/active", "",
            "confirmed/", "C",
            "confirmed/active", "C",
            "confirmed/inactive", "I",
            "unconfirmed/", "U",
            "unconfirmed/active", "U",
            "entered-in-error/", "E");

    private final V2Types types;
    private final PatientSegments patients;

    AllergyMessage(V2Types types, PatientSegments patients) {
        this.types = types;
        this.patients = patients;
    }

    @Override
    public String event() {
        return "ADT^A60^ADT_A60";
    }

    @Override
    public List<String> critical() {
        return List.of(
                "AllergyIntolerance.clinicalStatus.coding",
                "AllergyIntolerance.verificationStatus.coding",
                "AllergyIntolerance.code");
    }

    @Override
    public List<Segment> segments(Part allergy, LaterChange change) throws InexpressibleException {
        boolean created = change.kind() == LaterChange.Kind.CREATED;
        String status = status(allergy, created);
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
        Segment iam = new Segment("IAM").field(1, "1").field(2, kind).field(3, types.cwe(allergy.at("code")));
        List<String> manifestations = manifestations(reaction);
        if (!manifestations.isEmpty()) {
            iam.field(4, V2Types.code(reaction, "severity", SEVERITY));
        }
        iam.field(5, manifestations)
                // table 0323. What they have already goes by the number they gave it, or by its code
                .field(6, created ? "A" : "U")
                .field(7, number(allergy, change, created))
                .field(9, V2Types.code(allergy, "type", SENSITIVITY))
                .field(11, day(allergy.at("onsetDateTime")))
                .field(12, escaped(allergy.take("onsetString")))
                .field(17, status);
        return List.of(pid, iam);
    }

    private static String status(Part allergy, boolean created) throws InexpressibleException {
        Part clinical = allergy.at("clinicalStatus");
        Part verification = allergy.at("verificationStatus");
        String verified = code(verification);
        String status = STATUS.get(verified + "/" + code(clinical));
        if (verified.equals("refuted") || verified.equals("entered-in-error") && created) {
            throw new InexpressibleException("not-an-allergy", verification.path());
        }
        if (status == null) {
            throw new InexpressibleException("no-word-for-the-status", clinical.path());
        }
        for (String said : List.of("coding", "extension")) {
            clinical.take(said);
            verification.take(said);
        }
        return status;
    }

    private String number(Part allergy, LaterChange change, boolean created) {
        Part identifier = allergy.first("identifier");
        if (identifier.exists() && identifier.has("value")) {
            return types.ei(identifier);
        }
        return created ? PatientSegments.ownNumber(change) : "";
    }

    /** IAM-11 is a date. */
    private static String day(Part onset) {
        return onset.node().asText().indexOf('T') < 0 ? V2Types.ts(onset) : "";
    }

    /** IAM-5 is a text. */
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
}
