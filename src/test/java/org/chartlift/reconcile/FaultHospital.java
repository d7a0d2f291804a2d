package org.chartlift.reconcile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * Invented patients with a chart of every kind that a fault can be planted in: identifiers of two authorities, allergies with and without a status, diagnoses, procedures, insurance, results with
 * comparators, ranges, notes and corrections, orders of drugs that run and that were stopped, administrations, documents, vaccinations, appointments, merges. Same seed, same bytes.
 */
final class FaultHospital {
    private static final String[] FAMILIES = {
        "Almqvist", "Ødegård", "Nguyễn", "Castellanos", "O'Brien", "Řehák", "Yilmaz", "Okafor"
    };
    private static final String[] GIVEN = {"Mara", "Jürgen", "Inés", "Tomasz", "Aiko", "Femi", "Lucía", "Per"};
    private static final String[][] ALLERGENS = {
        {"7980", "Penicillin G"},
        {"2670", "Codeine"},
        {"10831", "Sulfamethoxazole"},
        {"1191", "Aspirin"},
        {"3498", "Diphenhydramine"}
    };
    private static final String[][] DIAGNOSES = {
        {"E11.9", "Type 2 diabetes mellitus"},
        {"I10", "Essential hypertension"},
        {"J45.909", "Asthma"},
        {"N18.3", "Chronic kidney disease"},
        {"K21.9", "Reflux disease"}
    };
    private static final String[][] DRUGS = {
        {"860975", "metformin 500 mg tablet"},
        {"314076", "lisinopril 10 mg tablet"},
        {"197361", "amlodipine 5 mg tablet"},
        {"855332", "warfarin 5 mg tablet"},
        {"310429", "furosemide 20 mg tablet"}
    };
    private static final String[][] TESTS = {
        {"2345-7", "Glucose", "mg/dL", "70-99"},
        {"2160-0", "Creatinine", "mg/dL", "0.60-1.30"},
        {"2823-3", "Potassium", "mmol/L", "3.5-5.1"},
        {"718-7", "Hemoglobin", "g/dL", "12.0-16.0"}
    };

    private final Random random;
    private int control;

    FaultHospital(long seed) {
        random = new Random(seed);
    }

    /** The messages of so many patients, in order. */
    List<String> messages(int patients) {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < patients; i++) {
            patient(i, messages);
        }
        for (int i = 0; i < patients; i += 3) {
            messages.add(second(i));
            messages.add(merge(i));
        }
        return messages;
    }

    private void patient(int i, List<String> to) {
        to.add(admission(i));
        to.add(adverseReactions(i));
        for (int n = 0; n < 3; n++) {
            to.add(results(i, n, "F"));
        }
        if (i % 2 == 0) {
            to.add(results(i, 1, "C"));
        }
        for (int n = 0; n < 3; n++) {
            to.add(drug(i, n, n == 2 ? "DC" : "NW"));
        }
        to.add(administration(i));
        to.add(document(i, false));
        to.add(document(i, true));
        to.add(vaccination(i));
        to.add(appointment(i));
    }

    private String message(String type, int i, String... segments) {
        control++;
        return "MSH|^~\\&|FAULTS|NORTH|CHARTLIFT|TARGET|" + time(i, 40) + "||" + type + "|F" + control
                + "|P|2.5.1|||||||UNICODE UTF-8\r" + String.join("\r", segments) + "\r";
    }

    /** A time in winter, with its offset. */
    private static String time(int i, int minute) {
        return "202401%02d%02d%02d00-0600".formatted(1 + i % 28, 8 + i % 10, minute % 60);
    }

    private String pid(int i) {
        String birth = "19%02d%02d%02d".formatted(30 + i % 60, 1 + i % 12, 1 + i % 28);
        String death = i % 3 == 1 ? "|" + time(i, 59) + "|Y" : "||";
        return "PID|1||M%05d^^^NORTH^MR~P%05d^^^REGION^PI||%s^%s^%s||%s|%s||2106-3^White^HL70005|%d Elm Street^^Fargo^ND^58102^USA||(701)555-%04d|||M^Married^HL70002||||||||||||%s"
                .formatted(
                        i,
                        i,
                        FAMILIES[i % 8],
                        GIVEN[(i / 8 + i) % 8],
                        "ABCDEFGH".charAt(i % 8),
                        birth,
                        i % 2 == 0 ? "F" : "M",
                        100 + i,
                        1000 + i,
                        death);
    }

    private String pv1(int i) {
        return "PV1|1|I|4W^%d^A^NORTH|E|||%s|||MED||||7|||%s||V%05d^^^NORTH^VN||C2|||||||||||||||||||||||%s"
                .formatted(400 + i % 30, doctor(i), doctor(i + 1), i, time(i, 1));
    }

    private static String doctor(int i) {
        return "D%03d^%s^%s^^^Dr.^^^NORTH".formatted(i % 12, FAMILIES[i % 8], GIVEN[i % 8]);
    }

    /** Who has no number is known by the name, and several have the same family name. */
    private static String numberless(int i) {
        return "^%s^%s".formatted(FAMILIES[i % 2], GIVEN[i % 6]);
    }

    private String admission(int i) {
        String[] dx = DIAGNOSES[i % 5];
        String[] dx2 = DIAGNOSES[(i + 2) % 5];
        return message(
                "ADT^A01^ADT_A01",
                i,
                "EVN|A01|" + time(i, 1),
                pid(i),
                "NK1|1|%s^Robin|SPO^Spouse^HL70063|9 Oak Road^^Fargo^ND^58103^USA|(701)555-%04d"
                        .formatted(FAMILIES[i % 8], 3000 + i),
                pv1(i),
                "AL1|1|DA^Drug allergy^HL70127|%s^%s^RXNORM|SV^Severe^HL70128|Anaphylaxis|20190%d11"
                        .formatted(ALLERGENS[i % 5][0], ALLERGENS[i % 5][1], 1 + i % 9),
                "AL1|2|FA^Food allergy^HL70127|91935009^Allergy to peanut^SCT|MO^Moderate^HL70128|Hives",
                "DG1|1||%s^%s^I10C||%s|A||||||||||%s".formatted(dx[0], dx[1], time(i, 2), numberless(i)),
                "DG1|2||%s^%s^I10C||%s|F||||||||||%s".formatted(dx2[0], dx2[1], time(i, 3), numberless(i + 1)),
                "PR1|1||80146002^Appendectomy^SCT||%s|||||||%s".formatted(time(i, 12), doctor(i + 2)),
                "IN1|1|PPO^Preferred^99PLAN|INS%02d|Prairie Mutual|||||G%05d|||20230101|20241231||||Self^Self^HL70063|||||||||||||||||||POL%06d"
                        .formatted(i % 7, i, i));
    }

    private String adverseReactions(int i) {
        String[] allergen = ALLERGENS[(i + 1) % 5];
        String[] other = ALLERGENS[(i + 3) % 5];
        return message(
                "ADT^A60^ADT_A60",
                i,
                "EVN|A60|" + time(i, 4),
                pid(i),
                "IAM|1|DA^Drug allergy^HL70127|%s^%s^RXNORM|SV^Severe^HL70128|Wheezing|A^Add^HL70323|IAM%05d^NORTH||AL^Allergy^HL70436||20200312||20200312||||A^Confirmed or verified, active^HL70438"
                        .formatted(allergen[0], allergen[1], i * 10 + 1),
                "IAM|2|DA^Drug allergy^HL70127|%s^%s^RXNORM|MI^Mild^HL70128|Rash|A^Add^HL70323|IAM%05d^NORTH||AL^Allergy^HL70436||20180101||20180101||||C^Confirmed or verified^HL70438"
                        .formatted(other[0], other[1], i * 10 + 2));
    }

    private String results(int i, int n, String status) {
        List<String> segments = new ArrayList<>();
        segments.add(pid(i));
        segments.add(pv1(i));
        segments.add("ORC|RE|PL%05d%d^NORTH|FL%05d%d^LAB||CM||||%s|||%s".formatted(i, n, i, n, time(i, 5), doctor(i)));
        segments.add("OBR|1|PL%05d%d^NORTH|FL%05d%d^LAB|24323-8^Metabolic panel^LN|||%s|||||||||%s||||||%s|||%s"
                .formatted(i, n, i, n, time(i, 5 + n), doctor(i), time(i, 30 + n), status));
        for (int t = 0; t < TESTS.length; t++) {
            String[] test = TESTS[t];
            String value = "%d.%d0".formatted(3 + random.nextInt(90), random.nextInt(10));
            segments.add("OBX|%d|NM|%s^%s^LN||%s|%s^^UCUM|%s|N^Normal^HL70078|||%s|||%s||%s"
                    .formatted(
                            t + 1, test[0], test[1], value, test[2], test[3], status, time(i, 5 + n), doctor(i + 3)));
            if (t == 0) {
                segments.add("NTE|1|L|Sample drawn before breakfast, number %d.".formatted(i));
                segments.add("NTE|2|L|Repeated once because of haemolysis, number %d.".formatted(i));
            }
        }
        segments.add("OBX|5|SN|33914-3^Estimated filtration rate^LN||<^%d|mL/min^^UCUM|||||%s|||%s"
                .formatted(15 + random.nextInt(60), status, time(i, 5 + n)));
        segments.add("OBX|6|CWE|882-1^Blood group^LN||112144000^Blood group A^SCT||||||%s|||%s"
                .formatted(status, time(i, 5 + n)));
        segments.add(
                "OBX|7|TX|8251-1^Comment^LN||Interpretation of panel %d of patient %d: within the expected course.||||||%s|||%s"
                        .formatted(n, i, status, time(i, 5 + n)));
        return message("ORU^R01^ORU_R01", i, segments.toArray(String[]::new));
    }

    private String drug(int i, int n, String control) {
        String[] drug = DRUGS[(i + n) % 5];
        int dose = 5 * (1 + (i + n) % 9);
        return message(
                "RDE^O11^RDE_O11",
                i,
                pid(i),
                pv1(i),
                "ORC|%s|RX%05d%d^NORTH|PH%05d%d^PHARM||%s||||%s|||%s"
                        .formatted(control, i, n, i, n, control.equals("DC") ? "DC" : "IP", time(i, 6), doctor(i)),
                "TQ1|1||BID|||||%s".formatted(time(i, 7)),
                "RXE||%s^%s^RXNORM|%d||mg^^UCUM|TAB^Tablet^HL70317|^Take with food, order %d|||%d|TAB^Tablet|2"
                        .formatted(drug[0], drug[1], dose, n, 60 + i % 30),
                "RXR|PO^Oral^HL70162");
    }

    private String administration(int i) {
        String[] drug = DRUGS[i % 5];
        return message(
                "RAS^O17^RAS_O17",
                i,
                pid(i),
                pv1(i),
                "ORC|RE|RX%05d0^NORTH|PH%05d0^PHARM".formatted(i, i),
                "RXA|0|1|%s|%s|%s^%s^RXNORM|%d|mg^^UCUM||||%s||||||||||CP"
                        .formatted(time(i, 20), time(i, 20), drug[0], drug[1], 5 * (1 + i % 9), doctor(i + 4)),
                "RXR|PO^Oral^HL70162");
    }

    private String document(int i, boolean embedded) {
        String number = "DOC%05d%s".formatted(i, embedded ? "E" : "T");
        String content = embedded
                ? "OBX|1|ED|18842-5^Discharge summary^LN||^application^pdf^Base64^"
                        + Base64.getEncoder()
                                .encodeToString(("%PDF-1.4 invented document " + i).getBytes(StandardCharsets.UTF_8))
                        + "||||||F"
                : "OBX|1|TX|34117-2^History and physical^LN||The patient number %d reports no pain.||||||F\rOBX|2|TX|34117-2^History and physical^LN||Plan: discharge on day %d.||||||F"
                        .formatted(i, 2 + i % 5);
        return message(
                "MDM^T02^MDM_T02",
                i,
                "EVN|T02|" + time(i, 21),
                pid(i),
                pv1(i),
                "TXA|1|HP^History and physical^HL70270|TX|%s|||%s||%s|||%s^NORTH|||||AU||AV"
                        .formatted(time(i, 21), time(i, 22), doctor(i + 5), number),
                content);
    }

    private String vaccination(int i) {
        return message(
                "VXU^V04^VXU_V04",
                i,
                pid(i),
                "ORC|RE|VP%05d^NORTH|VF%05d^NORTH".formatted(i, i),
                "RXA|0|1|202310%02d||140^Influenza, seasonal^CVX|0.5|mL^^UCUM||00^New record^NIP001|%s|||||LOT%04d|20250630|SKB^GlaxoSmithKline^MVX|||CP|A"
                        .formatted(1 + i % 28, doctor(i + 6), i),
                "RXR|IM^Intramuscular^HL70162|LD^Left deltoid^HL70163");
    }

    private String appointment(int i) {
        return message(
                "SIU^S12^SIU_S12",
                i,
                "SCH|AP%05d^NORTH|||||FOLLOWUP^Follow-up^HL70276|Control of blood pressure|NORMAL^Routine^HL70277|30|MIN|^^^%s^%s|||||%s||||%s|||||Booked"
                        .formatted(i, time(i + 20, 10), time(i + 20, 40), doctor(i), doctor(i)),
                pid(i),
                "RGS|1",
                "AIP|1||%s|D^Doctor^99ROLE".formatted(doctor(i)));
    }

    /** The patient was registered once more, under another number, and measured there. */
    private String second(int i) {
        return message(
                "ORU^R01^ORU_R01",
                i,
                "PID|1||T%05d^^^NORTH^MR||%s^%s||19%02d0101|U".formatted(i, FAMILIES[i % 8], GIVEN[i % 8], 30 + i % 60),
                "OBR|1||TL%05d^LAB|718-7^Hemoglobin^LN|||%s|||||||||%s|||||||||F".formatted(i, time(i, 41), doctor(i)),
                "OBX|1|NM|718-7^Hemoglobin^LN||%d.5|g/dL^^UCUM|12.0-16.0|N^Normal^HL70078|||F|||%s"
                        .formatted(8 + i % 8, time(i, 41)));
    }

    /** That record goes into the first. */
    private String merge(int i) {
        return message("ADT^A40^ADT_A39", i, "EVN|A40|" + time(i, 50), pid(i), "MRG|T%05d^^^NORTH^MR".formatted(i));
    }
}
