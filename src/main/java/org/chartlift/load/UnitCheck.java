package org.chartlift.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.ledger.WriteLedger.Found;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.hl7.fhir.r4.model.Resource;

/**
 * What the checks say of a unit, and of whom.
 *
 * @param bad records that alone made a resource that must not be written, with the reasons
 * @param ambiguous whether several records made such a resource together, so that it is not known which of them is bad
 * @param findings of severity B and C, each with the last record that had a say in the resource
 */
record UnitCheck(Map<Long, List<Finding>> bad, boolean ambiguous, List<Found> findings) {

    static UnitCheck of(List<Touched> written, ResourceChecks checks, Set<String> rehearsed) {
        List<Resource> resources = written.stream().map(Touched::resource).toList();
        List<List<Finding>> found = resources.isEmpty() ? List.of() : checks.check(resources, rehearsed);
        Map<Long, List<Finding>> bad = new LinkedHashMap<>();
        List<Found> rows = new ArrayList<>();
        boolean ambiguous = false;
        for (int i = 0; i < written.size(); i++) {
            Touched t = written.get(i);
            for (Finding f : found.get(i)) {
                if (f.severity() != Severity.A) {
                    rows.add(new Found(t.by().last(), "", f));
                } else if (t.by().size() == 1) {
                    bad.computeIfAbsent(t.by().first(), s -> new ArrayList<>()).add(f);
                } else {
                    ambiguous = true;
                }
            }
        }
        return new UnitCheck(bad, ambiguous, rows);
    }
}
