package org.chartlift.load;

import java.util.List;
import java.util.Set;
import org.chartlift.record.Finding;
import org.hl7.fhir.r4.model.Resource;

/** What a unit's resources must pass before they are written. Safe for use by several threads. */
public interface ResourceChecks {
    /**
     * Findings for each of the resources, in their order; the resources are not changed. They are checked as one set.
     *
     * @param rehearsed resources ({@code Type/id}) that count as stored although they are not, because the run only rehearses
     */
    List<List<Finding>> check(List<Resource> resources, Set<String> rehearsed);
}
