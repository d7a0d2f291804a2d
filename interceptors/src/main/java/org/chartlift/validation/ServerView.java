package org.chartlift.validation;

import java.util.Map;
import java.util.Set;

/**
 * What the rules may ask about resources that are already stored. Each method is called at most once per
 * {@link MigrationInvariants#check} with everything that is needed, so that one query can answer it.
 */
public interface ServerView {
    /**
     * Those of the references that name no stored, undeleted resource.
     *
     * @param references {@code Type/id}, without version
     */
    Set<String> missing(Set<String> references);

    /**
     * The birth dates of stored patients.
     *
     * @param patients {@code Patient/id}
     * @return {@code Patient/id} to a FHIR date of any precision; patients that are unknown or have none are left out
     */
    Map<String, String> birthDates(Set<String> patients);

    /** A server that stores nothing yet: what is not in the set itself is missing. */
    static ServerView empty() {
        return new ServerView() {
            @Override
            public Set<String> missing(Set<String> references) {
                return references;
            }

            @Override
            public Map<String, String> birthDates(Set<String> patients) {
                return Map.of();
            }
        };
    }
}
