package org.chartlift.cli.sample;

import java.util.List;

/** The hospital's own master tables: what it tests, gives, finds and does. Codes are of public systems. */
final class Catalog {
    /** A numeric test: range and unit as UCUM and as the old analyser writes it. */
    record NumericTest(Code code, int low, int high, int decimals, String ucum, String legacyUnit) {}

    /** A panel of numeric tests. */
    record Panel(Code code, String specimen, List<NumericTest> tests) {}

    private static final String LN = "LN";
    private static final String ICD10 = "I10";
    private static final String CVX = "CVX";

    static final List<Panel> PANELS = List.of(
            new Panel(
                    new Code("58410-2", "CBC panel - Blood by Automated count", LN),
                    "BLD",
                    List.of(
                            test("6690-2", "Leukocytes [#/volume] in Blood", 35, 140, 1, "10*3/uL", "K/uL"),
                            test("718-7", "Hemoglobin [Mass/volume] in Blood", 90, 170, 1, "g/dL", "gm/dl"),
                            test("4544-3", "Hematocrit [Volume Fraction] of Blood", 300, 520, 1, "%", "%"),
                            test("777-3", "Platelets [#/volume] in Blood", 120, 450, 0, "10*3/uL", "K/uL"))),
            new Panel(
                    new Code("51990-0", "Basic metabolic panel - Blood", LN),
                    "BLD",
                    List.of(
                            test("2345-7", "Glucose [Mass/volume] in Serum or Plasma", 65, 260, 0, "mg/dL", "mg/dl"),
                            test("2951-2", "Sodium [Moles/volume] in Serum or Plasma", 128, 149, 0, "mmol/L", "mEq/L"),
                            test("2823-3", "Potassium [Moles/volume] in Serum", 28, 58, 1, "mmol/L", "mEq/L"),
                            test("2160-0", "Creatinine [Mass/volume] in Serum", 50, 240, 2, "mg/dL", "mg/dl"))),
            new Panel(
                    new Code("24331-1", "Lipid 1996 panel - Serum or Plasma", LN),
                    "SER",
                    List.of(
                            test("2093-3", "Cholesterol [Mass/volume] in Serum", 120, 290, 0, "mg/dL", "mg/dl"),
                            test("2085-9", "HDL Cholesterol [Mass/volume]", 28, 90, 0, "mg/dL", "mg/dl"),
                            test("2571-8", "Triglyceride [Mass/volume] in Serum", 50, 420, 0, "mg/dL", "mg/dl"))),
            new Panel(
                    new Code("85353-1", "Vital signs panel", LN),
                    "",
                    List.of(
                            test("8480-6", "Systolic blood pressure", 95, 185, 0, "mm[Hg]", "mmHg"),
                            test("8462-4", "Diastolic blood pressure", 55, 110, 0, "mm[Hg]", "mmHg"),
                            test("8867-4", "Heart rate", 48, 130, 0, "/min", "bpm"),
                            test("8310-5", "Body temperature", 355, 398, 1, "Cel", "C"),
                            test("29463-7", "Body weight", 420, 1200, 1, "kg", "kg"))));

    static final Code MICROBIOLOGY = new Code("630-4", "Bacteria identified in Urine by Culture", LN);
    static final Code COLONIES = new Code("564-5", "Colony count [#/volume] in Specimen by Visual count", LN);
    static final Code TITER = new Code("5048-4", "Nuclear Ab [Titer] in Serum by Immunofluorescence", LN);
    static final Code PREGNANCY = new Code("2106-3", "Choriogonadotropin (pregnancy test) in Urine", LN);
    static final Code RADIOLOGY = new Code("36643-5", "XR Chest 2 Views", LN);
    static final Code PATHOLOGY = new Code("22637-3", "Pathology report final diagnosis", LN);
    static final Code ECG = new Code("11524-6", "EKG study", LN);
    static final Code DEVICE = new Code("ANLZ-QC", "Analyser channel trace", "L");
    static final List<Code> ORGANISMS = List.of(
            new Code("ECOL", "Escherichia coli", "L"),
            new Code("KPNE", "Klebsiella pneumoniae", "L"),
            new Code("NG", "No growth after 48 hours", "L"));

    static final List<Code> DIAGNOSES = List.of(
            new Code("I10", "Essential (primary) hypertension", ICD10),
            new Code("E11.9", "Type 2 diabetes mellitus without complications", ICD10),
            new Code("J45.909", "Unspecified asthma, uncomplicated", ICD10),
            new Code("N39.0", "Urinary tract infection, site not specified", ICD10),
            new Code("K35.80", "Unspecified acute appendicitis", ICD10),
            new Code("J18.9", "Pneumonia, unspecified organism", ICD10),
            new Code("M54.50", "Low back pain, unspecified", ICD10),
            new Code("S52.501A", "Unspecified fracture of the lower end of right radius, initial", ICD10),
            new Code("R07.9", "Chest pain, unspecified", ICD10),
            new Code("H-104", "Funny turns (local list)", "L"));
    static final List<Code> PROCEDURES = List.of(
            new Code("0DTJ4ZZ", "Resection of Appendix, Percutaneous Endoscopic Approach", "I10P"),
            new Code("BW24ZZZ", "Computerized Tomography of Chest and Abdomen", "I10P"),
            new Code("PLASTER", "Plaster cast, forearm", "L"));
    static final List<Code> ALLERGENS = List.of(
            new Code("7980", "Penicillin G", "RXNORM"),
            new Code("1191", "Aspirin", "RXNORM"),
            new Code("2670", "Codeine", "RXNORM"),
            new Code("PNUT", "Peanuts & nut mixes", "L"),
            new Code("LATX", "Latex", "L"),
            new Code("", "Strawberries, by her own account", ""));
    static final List<String> REACTIONS =
            List.of("Hives", "Short of breath", "Rash & itching", "Nausea", "Swelling of lips");

    static final List<Code> VACCINES = List.of(
            new Code("150", "Influenza, injectable, quadrivalent, preservative free", CVX),
            new Code("115", "Tdap", CVX),
            new Code("03", "MMR", CVX),
            new Code("21", "varicella", CVX),
            new Code("43", "Hep B, adult", CVX),
            new Code("133", "Pneumococcal conjugate PCV 13", CVX));
    static final List<Code> MAKERS = List.of(
            new Code("PMC", "sanofi pasteur", "MVX"),
            new Code("SKB", "GlaxoSmithKline", "MVX"),
            new Code("MSD", "Merck and Co., Inc.", "MVX"));
    static final List<Code> REFUSALS = List.of(
            new Code("00", "Parental decision", "NIP002"),
            new Code("01", "Religious exemption", "NIP002"),
            new Code("03", "Patient decision", "NIP002"));
    static final List<Code> NOTE_KINDS = List.of(
            new Code("DS", "Discharge summary", ""),
            new Code("PN", "Progress note", ""),
            new Code("CN", "Consultation", ""));

    private Catalog() {}

    private static NumericTest test(
            String code, String text, int low, int high, int decimals, String ucum, String legacyUnit) {
        return new NumericTest(new Code(code, text, LN), low, high, decimals, ucum, legacyUnit);
    }
}
