package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.validation.ProfileSettings;
import org.chartlift.validation.ProfileValidator;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** HAPI's validator (FHIR R4, no profiles) over all that comes out of the corpus. */
class ConvertedResourcesAreValidTest {
    private static final MapSet MAPS = MapSet.builtIn();
    /** The source's own values: a stay that ends before it begins. What a load makes of it is the load's finding. */
    private static final String ENDS_BEFORE_IT_BEGINS = "Invariant per-1 of ";

    @Test
    void noConvertedResourceIsInvalid() throws IOException {
        ProfileValidator validator = ProfileValidator.create(ProfileSettings.strict());
        List<String> errors = new ArrayList<>();
        int resources = 0;
        for (CorpusMessages.Converted message : CorpusMessages.convert(MAPS, "")) {
            List<Resource> all = message.conversion().resources().stream()
                    .map(ConvertedResource::resource)
                    .toList();
            resources += all.size();
            for (List<Finding> findings : validator.validate(all)) {
                findings.stream()
                        .filter(f -> f.severity() == Severity.A && !f.message().startsWith(ENDS_BEFORE_IT_BEGINS))
                        .forEach(f -> errors.add(message.name() + " " + f.targetPath() + ": " + f.message()));
            }
        }
        assertThat(resources).isGreaterThan(3000);
        assertThat(errors).isEmpty();
    }
}
