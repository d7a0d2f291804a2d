package org.chartlift.rollback.delta;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The names that a legacy system has for coding systems and assigning authorities: the way back from what the maps make of them
 * ({@code mappings/base/systems.yaml} and {@code mappings/identity}). Immutable.
 */
public final class LegacyNames {
    private static final String V2_TABLE = "http://terminology.hl7.org/CodeSystem/v2-";
    private static final String OID = "urn:oid:";
    private static final String UUID = "urn:uuid:";

    private final Map<String, String> codingSystems;
    private final Map<String, String> authorities;
    private final List<String> sourceSystems;

    private LegacyNames(
            Map<String, String> codingSystems, Map<String, String> authorities, List<String> sourceSystems) {
        this.codingSystems = codingSystems;
        this.authorities = authorities;
        this.sourceSystems = sourceSystems;
    }

    /**
     * Turns the maps' tables around. Of several names of one URI, the shortest that is no object identifier is taken, and of those of one length the
     * alphabetically first.
     *
     * @param codingSystems names of coding systems, to URIs
     * @param authorities namespaces and universal ids of assigning authorities, to URIs
     * @param sourceSystems URIs of the systems that records came from
     */
    public static LegacyNames of(
            Map<String, String> codingSystems, Map<String, String> authorities, List<String> sourceSystems) {
        return new LegacyNames(inverse(codingSystems), inverse(authorities), List.copyOf(sourceSystems));
    }

    private static Map<String, String> inverse(Map<String, String> names) {
        Map<String, String> inverse = new HashMap<>();
        new TreeMap<>(names).forEach((name, uri) -> inverse.merge(uri, name, LegacyNames::better));
        return Map.copyOf(inverse);
    }

    private static String better(String known, String other) {
        boolean isNumber = Character.isDigit(known.charAt(0));
        if (isNumber != Character.isDigit(other.charAt(0))) {
            return isNumber ? other : known;
        }
        return other.length() < known.length() ? other : known;
    }

    /** Name of a coding system, as CWE.3; empty for none. Where there is no name, the URI itself, which our reader understands too. */
    String codingSystem(String uri) {
        String known = codingSystems.get(uri);
        if (known != null || uri.isEmpty()) {
            return known == null ? "" : known;
        }
        if (uri.startsWith(V2_TABLE)) {
            return "HL7" + uri.substring(V2_TABLE.length());
        }
        String local = local(uri, "CodeSystem");
        if (!local.isEmpty()) {
            return local;
        }
        return uri.startsWith(OID) ? uri.substring(OID.length()) : uri;
    }

    /** Hierarchic designator of an assigning authority: namespace, universal id and its type. All empty for none. */
    List<String> authority(String uri, String display) {
        if (uri.isEmpty()) {
            return List.of("", "", "");
        }
        String known = authorities.get(uri);
        String local = known == null ? local(uri, "authority") : known;
        if (!local.isEmpty()) {
            return List.of(local, "", "");
        }
        if (uri.startsWith(OID)) {
            return List.of(display, uri.substring(OID.length()), "ISO");
        }
        return uri.startsWith(UUID)
                ? List.of(display, uri.substring(UUID.length()), "UUID")
                : List.of(display, uri, "URI");
    }

    private String local(String uri, String kind) {
        for (String system : sourceSystems) {
            char separator = system.startsWith("urn:") ? ':' : '/';
            String base = (system.endsWith("/") ? system.substring(0, system.length() - 1) : system)
                    + separator
                    + kind
                    + separator;
            if (uri.startsWith(base) && uri.length() > base.length()) {
                return URLDecoder.decode(uri.substring(base.length()), StandardCharsets.UTF_8);
            }
        }
        return "";
    }
}
