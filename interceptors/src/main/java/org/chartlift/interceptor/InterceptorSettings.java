package org.chartlift.interceptor;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the plugin, {@code chartlift.interceptors.*}.
 *
 * @param audit whether each writing transaction gets its AuditEvent and Provenance
 * @param immutableEvidence whether AuditEvent and Provenance refuse every change
 * @param legalHolds whether there is {@code $hold}, and what is held is guarded
 * @param validation what is checked before it is written
 */
@ConfigurationProperties("chartlift.interceptors")
record InterceptorSettings(
        @DefaultValue("true") boolean audit,
        @DefaultValue("true") boolean immutableEvidence,
        @DefaultValue("true") boolean legalHolds,
        @DefaultValue Validation validation) {
    /**
     * @param invariants whether the migration invariants are checked
     * @param profiles whether resources are validated against FHIR R4 and the profiles they claim
     * @param packages FHIR package files ({@code .tgz}) with profiles to know
     * @param serverProfiles whether profiles that are stored on the server are known too
     * @param unknownProfile what a claimed profile is that nobody knows
     * @param warmUp whether the validator loads its definitions at start rather than on the first write
     */
    record Validation(
            @DefaultValue("true") boolean invariants,
            @DefaultValue("true") boolean profiles,
            @DefaultValue List<Path> packages,
            @DefaultValue("true") boolean serverProfiles,
            @DefaultValue("error") UnknownProfile unknownProfile,
            @DefaultValue("true") boolean warmUp) {}

    /** How a claimed profile is taken that nobody knows. */
    enum UnknownProfile {
        ERROR,
        WARNING
    }
}
