package org.chartlift.reconcile.compare;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.reconcile.landed.LandedResource;
import org.chartlift.record.Finding;
import org.chartlift.validation.MigrationInvariants;
import org.chartlift.validation.ResourceSet;
import org.chartlift.validation.ServerView;
import org.chartlift.validation.ValidationContext;
import org.hl7.fhir.r4.model.Resource;

/** The migration's invariants, asked of what is stored. Safe for use by several threads. */
public final class StoredInvariants implements ResourceChecks.Invariants {
    private final MigrationInvariants invariants = new MigrationInvariants();
    private final FhirContext fhir;
    private final ServerView server;
    private final Clock clock;

    public StoredInvariants(FhirContext fhir, ServerView server, Clock clock) {
        this.fhir = fhir;
        this.server = server;
        this.clock = clock;
    }

    @Override
    public Map<String, List<Finding>> check(Collection<LandedResource> landed) {
        IParser parser = fhir.newJsonParser();
        List<Resource> resources = new ArrayList<>(landed.size());
        for (LandedResource resource : landed) {
            resources.add((Resource) parser.parseResource(resource.json().toString()));
        }
        List<List<Finding>> findings =
                invariants.check(ResourceSet.of(resources), new ValidationContext(clock.instant(), server, Set.of()));
        Map<String, List<Finding>> byReference = new LinkedHashMap<>();
        int at = 0;
        for (LandedResource resource : landed) {
            List<Finding> found = findings.get(at++);
            if (!found.isEmpty()) {
                byReference.put(resource.reference(), found);
            }
        }
        return byReference;
    }
}
