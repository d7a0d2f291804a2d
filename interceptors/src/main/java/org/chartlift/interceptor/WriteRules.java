package org.chartlift.interceptor;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.validation.MigrationInvariants;
import org.chartlift.validation.ProfileValidator;
import org.chartlift.validation.ResourceSet;
import org.chartlift.validation.ServerView;
import org.chartlift.validation.ValidationContext;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Resource;

/** All that is checked before a write: the migration invariants and the profiles, as far as settings switch them on. */
final class WriteRules {
    private final Optional<MigrationInvariants> invariants;
    private final Optional<ProfileValidator> profiles;
    private final Clock clock;

    WriteRules(Optional<MigrationInvariants> invariants, Optional<ProfileValidator> profiles, Clock clock) {
        this.invariants = invariants;
        this.profiles = profiles;
        this.clock = clock;
    }

    /** For each resource of the set, in its order, what was found. Resources that are not checked have no findings. */
    List<List<Finding>> check(ResourceSet set, ServerView server) {
        List<List<Finding>> findings = new ArrayList<>();
        set.resources().forEach(r -> findings.add(new ArrayList<>()));
        List<Integer> checked = new ArrayList<>();
        for (int i = 0; i < set.resources().size(); i++) {
            if (isChecked(set.resources().get(i))) {
                checked.add(i);
            }
        }
        if (!checked.isEmpty()) {
            addInvariants(set, server, checked, findings);
            addProfiles(set, checked, findings);
        }
        return findings;
    }

    private void addInvariants(
            ResourceSet set, ServerView server, List<Integer> checked, List<List<Finding>> findings) {
        invariants.ifPresent(rules -> {
            ValidationContext context = new ValidationContext(clock.instant(), server, Set.of());
            List<List<Finding>> found = rules.check(set, context);
            checked.forEach(i -> findings.get(i).addAll(found.get(i)));
        });
    }

    private void addProfiles(ResourceSet set, List<Integer> checked, List<List<Finding>> findings) {
        List<Resource> resources = checked.stream()
                .map(set.resources()::get)
                .filter(r -> !(r instanceof Binary))
                .toList();
        profiles.ifPresent(validator -> {
            List<List<Finding>> found = validator.validate(resources);
            int next = 0;
            for (int i : checked) {
                if (!(set.resources().get(i) instanceof Binary)) {
                    findings.get(i).addAll(found.get(next++));
                }
            }
        });
    }

    /** Own evidence is made here; definitions are HAPI's affair, which validates and expands them itself. */
    static boolean isChecked(Resource resource) {
        return ResourceRole.of(resource) != ResourceRole.OPERATIONAL && !Evidence.isOwn(resource);
    }

    static boolean isRefused(List<Finding> findings) {
        return findings.stream().anyMatch(f -> f.severity() == Severity.A);
    }
}
