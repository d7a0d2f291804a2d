package org.chartlift.mapping.identity;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a site knows of one sender. Absent settings are never guessed.
 *
 * @param name name of the settings, for messages
 * @param sourceSystem URI it holds for; empty for any
 * @param application MSH-3.1 it holds for; empty for any
 * @param facility MSH-4.1 it holds for; empty for any
 * @param zone time zone of times that carry no offset; null if unknown
 * @param identifierTypes identifier types (CX.5), the preferred one first
 * @param identifierAuthorities assigning authorities as written in the source, the preferred one first
 * @param authorities namespace or universal id of an assigning authority, to the system URI
 */
public record SenderSettings(
        String name,
        String sourceSystem,
        String application,
        String facility,
        @Nullable ZoneId zone,
        List<String> identifierTypes,
        List<String> identifierAuthorities,
        Map<String, String> authorities) {
    /** A sender of which nothing is known. */
    public static final SenderSettings NONE = new SenderSettings("", "", "", "", null, List.of(), List.of(), Map.of());

    public SenderSettings {
        identifierTypes = List.copyOf(identifierTypes);
        identifierAuthorities = List.copyOf(identifierAuthorities);
        authorities = Map.copyOf(authorities);
    }

    boolean matches(String system, String app, String fac) {
        return (sourceSystem.isEmpty() || sourceSystem.equals(system))
                && (application.isEmpty() || application.equals(app))
                && (facility.isEmpty() || facility.equals(fac));
    }

    int specificity() {
        return (sourceSystem.isEmpty() ? 0 : 4) + (application.isEmpty() ? 0 : 2) + (facility.isEmpty() ? 0 : 1);
    }

    /** These settings, and what they leave open taken from more general ones. */
    SenderSettings over(SenderSettings general) {
        Map<String, String> all = new java.util.HashMap<>(general.authorities);
        all.putAll(authorities);
        return new SenderSettings(
                name,
                sourceSystem,
                application,
                facility,
                zone == null ? general.zone : zone,
                identifierTypes.isEmpty() ? general.identifierTypes : identifierTypes,
                identifierAuthorities.isEmpty() ? general.identifierAuthorities : identifierAuthorities,
                all);
    }
}
