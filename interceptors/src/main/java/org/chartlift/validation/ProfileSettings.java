package org.chartlift.validation;

import java.nio.file.Path;
import java.util.List;

/**
 * What profile validation knows and how strict it is.
 *
 * @param packages FHIR package files ({@code .tgz}) whose profiles and value sets are known beside FHIR R4 itself
 * @param unknownProfileIsError whether a resource that claims a profile nobody knows is refused; else that is a class C finding
 */
public record ProfileSettings(List<Path> packages, boolean unknownProfileIsError) {
    public ProfileSettings {
        packages = List.copyOf(packages);
    }

    /** FHIR R4 alone; unknown profiles are errors. */
    public static ProfileSettings strict() {
        return new ProfileSettings(List.of(), true);
    }
}
