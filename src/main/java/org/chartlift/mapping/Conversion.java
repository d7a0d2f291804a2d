package org.chartlift.mapping;

import java.util.List;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.source.SourceTree;

/**
 * The result of converting one record. Deterministic: same bytes, same maps, same settings, same result.
 *
 * @param tree the source
 * @param resources what was made, in a stable order; referrers may stand before what they refer to
 * @param outcomes one per populated leaf, by leaf number
 * @param findings what was found on the way; one of severity A means that the record must be quarantined and nothing of it written
 * @param untranslated codes that no vocabulary knew, one for each time
 */
public record Conversion(
        SourceTree tree,
        List<ConvertedResource> resources,
        List<LeafOutcome> outcomes,
        List<Finding> findings,
        List<Untranslated> untranslated) {
    public Conversion {
        resources = List.copyOf(resources);
        outcomes = List.copyOf(outcomes);
        findings = List.copyOf(findings);
        untranslated = List.copyOf(untranslated);
    }

    /** Whether the record may be written. */
    public boolean isClean() {
        return findings.stream().noneMatch(f -> f.severity() == Severity.A);
    }
}
