package org.chartlift.server;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.load.ResourceChecks;
import org.chartlift.record.Finding;
import org.chartlift.validation.MigrationInvariants;
import org.chartlift.validation.ProfileValidator;
import org.chartlift.validation.ResourceSet;
import org.chartlift.validation.ServerView;
import org.chartlift.validation.ValidationContext;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The rules of the interceptors, applied before a unit's transaction begins. Safe for use by several threads. */
final class WriteChecks implements ResourceChecks {
    private final MigrationInvariants invariants = new MigrationInvariants();
    private final @Nullable ProfileValidator profiles;
    private final ServerView server;
    private final Clock clock;

    /** @param profiles null if profiles are not checked */
    WriteChecks(@Nullable ProfileValidator profiles, ServerView server, Clock clock) {
        this.profiles = profiles;
        this.server = server;
        this.clock = clock;
    }

    @Override
    public List<List<Finding>> check(List<Resource> resources, Set<String> rehearsed) {
        ServerView view = rehearsed.isEmpty() ? server : new Rehearsed(server, rehearsed);
        List<List<Finding>> findings = new ArrayList<>();
        invariants
                .check(ResourceSet.of(resources), new ValidationContext(clock.instant(), view, Set.of()))
                .forEach(found -> findings.add(new ArrayList<>(found)));
        if (profiles != null) {
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < resources.size(); i++) {
                // a Binary has nothing to validate, and may be very large
                if (!(resources.get(i) instanceof Binary)) {
                    places.add(i);
                }
            }
            List<List<Finding>> found =
                    profiles.validate(places.stream().map(resources::get).toList());
            for (int i = 0; i < places.size(); i++) {
                findings.get(places.get(i)).addAll(found.get(i));
            }
        }
        return findings;
    }

    private record Rehearsed(ServerView server, Set<String> there) implements ServerView {
        @Override
        public Set<String> missing(Set<String> references) {
            Set<String> asked = new HashSet<>(references);
            asked.removeAll(there);
            return asked.isEmpty() ? asked : server.missing(asked);
        }

        @Override
        public Map<String, String> birthDates(Set<String> patients) {
            return server.birthDates(patients);
        }
    }
}
