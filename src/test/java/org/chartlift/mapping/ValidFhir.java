package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.chartlift.record.Severity;
import org.chartlift.validation.ProfileSettings;
import org.chartlift.validation.ProfileValidator;

/** HAPI's validator (FHIR R4, no profiles). */
final class ValidFhir {
    private static final ProfileValidator VALIDATOR = ProfileValidator.create(ProfileSettings.strict());

    private ValidFhir() {}

    /** Fails if some resource of the conversion is not valid. */
    static MapFixture.Result check(MapFixture.Result result) {
        assertThat(VALIDATOR.validate(result.conversion().resources().stream()
                        .map(ConvertedResource::resource)
                        .toList()))
                .allSatisfy(findings -> assertThat(findings)
                        .filteredOn(f -> f.severity() == Severity.A)
                        .isEmpty());
        return result;
    }
}
