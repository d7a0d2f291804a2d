package org.chartlift.validation;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.record.Finding;
import org.hl7.fhir.r4.model.Resource;

/** Runs all rules over one resource, on a server that stores one patient, born 1970-05-01. */
final class InvariantsFixture {
    static final String STORED_PATIENT = "Patient/stored";
    static final Instant NOW = Instant.parse("2024-06-01T00:00:00Z");

    private InvariantsFixture() {}

    static List<Finding> check(Resource resource) {
        return check(resource, Set.of());
    }

    static List<Finding> check(Resource resource, Set<String> attributed) {
        ValidationContext context = new ValidationContext(NOW, new OnePatient(), attributed);
        return new MigrationInvariants()
                .check(ResourceSet.of(List.of(resource)), context)
                .get(0);
    }

    static List<String> rules(Resource resource) {
        return check(resource).stream()
                .map(f -> f.severity() + " " + f.rule() + " " + f.targetPath())
                .toList();
    }

    private record OnePatient() implements ServerView {
        @Override
        public Set<String> missing(Set<String> references) {
            Set<String> missing = new HashSet<>(references);
            missing.remove(STORED_PATIENT);
            return missing;
        }

        @Override
        public Map<String, String> birthDates(Set<String> patients) {
            return patients.contains(STORED_PATIENT) ? Map.of(STORED_PATIENT, "1970-05-01") : Map.of();
        }
    }
}
