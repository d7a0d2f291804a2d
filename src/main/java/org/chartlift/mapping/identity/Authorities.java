package org.chartlift.mapping.identity;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** System URIs of assigning authorities, and of things that only the source system itself names. */
public final class Authorities {
    /** Where the last dot of an OID stands at the earliest. */
    private static final int SHORTEST_ARC = 5;

    private Authorities() {}

    /**
     * The system URI of a hierarchic designator (HL7 v2.5.1 section 2.A.33 HD): the site's own for its namespace or universal id; else by the type of the
     * universal id (ISO, UUID, URI, DNS); else {@code <sourceSystem>/authority/<name>}. Empty if both names are empty.
     */
    public static String system(
            SenderSettings sender, String sourceSystem, String namespace, String universalId, String universalIdType) {
        String known = sender.authorities().get(universalId);
        known = known == null ? sender.authorities().get(namespace) : known;
        if (known != null && !(universalId.isEmpty() && namespace.isEmpty())) {
            return known;
        }
        if (!universalId.isEmpty()) {
            String uri = universal(universalId, universalIdType.toUpperCase(Locale.ROOT));
            return uri.isEmpty() ? local(sourceSystem, "authority", universalId) : uri;
        }
        return namespace.isEmpty() ? "" : local(sourceSystem, "authority", namespace);
    }

    private static String universal(String id, String type) {
        if (isUri(id)) {
            return id;
        }
        if (isOid(id)) {
            return "urn:oid:" + id;
        }
        boolean isUuid = type.equals("UUID") || type.equals("GUID");
        return isUuid && isUuid(id) ? "urn:uuid:" + id.toLowerCase(Locale.ROOT) : "";
    }

    /** {@code <sourceSystem>/<kind>/<name>}; with colons where the source system is a URN. */
    public static String local(String sourceSystem, String kind, String name) {
        char separator = sourceSystem.startsWith("urn:") ? ':' : '/';
        String base = sourceSystem.endsWith("/") ? sourceSystem.substring(0, sourceSystem.length() - 1) : sourceSystem;
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return base + separator + kind + separator + encoded;
    }

    /**
     * Whether this is an object identifier (ISO/IEC 9834) that can name an authority: dotted numbers without leading zeros. What is as short as {@code 1.2.3}
     * is an arc of the tree or a number of the sender's own, and no FHIR validator takes it for an OID.
     */
    public static boolean isOid(String text) {
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean atStart = i == 0 || text.charAt(i - 1) == '.';
            boolean atEnd = i + 1 == text.length() || text.charAt(i + 1) == '.';
            if (c == '.') {
                dots++;
                if (atStart || i + 1 == text.length()) {
                    return false;
                }
            } else if (c < '0' || c > '9' || (c == '0' && atStart && !atEnd)) {
                return false;
            }
        }
        return dots > 1 && text.lastIndexOf('.') >= SHORTEST_ARC && text.charAt(0) <= '2' && text.charAt(1) == '.';
    }

    static boolean isUuid(String text) {
        return text.length() == 36 && text.matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    }

    /** Whether this is an absolute URI as written: a known scheme and no white space. */
    public static boolean isUri(String text) {
        boolean scheme = text.startsWith("http://") || text.startsWith("https://") || text.startsWith("urn:");
        return scheme && text.chars().noneMatch(c -> Character.isWhitespace(c) || c == '<' || c == '>' || c == '"');
    }
}
