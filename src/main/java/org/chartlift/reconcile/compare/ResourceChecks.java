package org.chartlift.reconcile.compare;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.chartlift.reconcile.Check;
import org.chartlift.reconcile.Difference;
import org.chartlift.reconcile.Level;
import org.chartlift.reconcile.Tally;
import org.chartlift.reconcile.Witness;
import org.chartlift.reconcile.landed.LandedResource;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;

/** What must hold of every resource of a chart, whatever the source says: references resolve, and the invariants of class A hold. */
public final class ResourceChecks {
    private static final Check DANGLING = new Check(Level.RELATIONS, "reference.dangling", Severity.A);
    private static final Check INVARIANT = new Check(Level.INVARIANTS, "invariant.class-a", Severity.A);

    private final Invariants invariants;

    /** Checks stored resources against the rules that each written resource must keep. Safe for use by several threads. */
    public interface Invariants {
        /** What is violated, by {@code Type/id}; resources without findings may be left out. */
        Map<String, List<Finding>> check(Collection<LandedResource> resources);
    }

    ResourceChecks(Invariants invariants) {
        this.invariants = invariants;
    }

    void check(RecordWitness.Page page, Witness.Scope scope, Tally tally) {
        Collection<LandedResource> resources = page.resources().values().stream()
                .filter(r -> scope.types().isEmpty() || scope.types().contains(r.type()))
                .toList();
        if (scope.levels().contains(Level.RELATIONS)) {
            resources.forEach(r -> dangling(r, page, tally));
        }
        if (scope.levels().contains(Level.INVARIANTS)) {
            invariants(resources, tally);
        }
    }

    private static void dangling(LandedResource resource, RecordWitness.Page page, Tally tally) {
        for (String reference : References.of(resource.json())) {
            tally.checked(DANGLING);
            if (page.isDangling(reference)) {
                tally.violated(new Difference(
                        DANGLING, "", "", resource.reference(), resource.type(), "a live resource", reference));
            }
        }
    }

    private void invariants(Collection<LandedResource> resources, Tally tally) {
        tally.checked(INVARIANT, resources.size());
        invariants.check(resources).forEach((reference, findings) -> {
            for (Finding finding : findings) {
                if (finding.severity() == Severity.A) {
                    tally.violated(new Difference(
                            INVARIANT, "", "", reference, finding.targetPath(), finding.rule(), finding.message()));
                }
            }
        });
    }
}
