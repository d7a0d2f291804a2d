package org.chartlift.validation;

import java.util.List;

/** Where FHIR R4 keeps the amount of a drug that is or was given. */
final class DosePaths {
    private static final List<String> ROOTS = List.of(
            "Immunization.doseQuantity",
            "MedicationAdministration.dosage",
            "MedicationDispense.dosageInstruction",
            "MedicationRequest.dosageInstruction",
            "MedicationStatement.dosage");

    private DosePaths() {}

    /** Whether the path is inside a dosage; its timing is not an amount. */
    static boolean contains(String typePath) {
        return ROOTS.stream().anyMatch(typePath::startsWith) && !typePath.contains(".timing");
    }
}
