package org.chartlift.mapping.code;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.chartlift.mapping.identity.Authorities;

/** Names of coding systems (HL7 table 0396) and object identifiers, to URIs. Immutable. */
public final class CodingSystems {
    private static final String V2_TABLE = "http://terminology.hl7.org/CodeSystem/v2-";
    private static final int TABLE_DIGITS = 4;

    /** Arc of the HL7 v2 tables: the table's number follows. */
    private static final String TABLE_ARC = "2.16.840.1.113883.12.";

    private final Map<String, String> byName;
    private final Map<String, Set<String>> tables;

    /**
     * Names are found without regard to case.
     *
     * @param tables codes of HL7 v2 tables by table number, for tables whose code system FHIR publishes with its content
     */
    public CodingSystems(Map<String, String> names, Map<String, Set<String>> tables) {
        this.tables = Map.copyOf(tables);
        byName = names.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        e -> e.getKey().toUpperCase(Locale.ROOT), Map.Entry::getValue, (a, b) -> b));
    }

    /** URI of an HL7 v2 table by its number. */
    public static String table(String number) {
        return V2_TABLE + number;
    }

    /**
     * URI of an HL7 v2 table, if it has this code. Sites add codes of their own to user-defined tables (v2.5.1 section 2.5.3.6); those are no codes of
     * the published code system, and the answer is empty.
     */
    public String table(String number, String code) {
        Set<String> codes = tables.get(number);
        return codes == null || codes.contains(code) ? V2_TABLE + number : "";
    }

    /** The URI that a name stands for where it qualifies this code: as {@link #uri(String)}, but empty for a table that has no such code. */
    public String uri(String name, String code) {
        String uri = uri(name);
        boolean table = uri.startsWith(V2_TABLE);
        return table ? table(uri.substring(V2_TABLE.length()), code) : uri;
    }

    /**
     * The URI that a name stands for. A URI is kept, an OID becomes {@code urn:oid:}, {@code HL7nnnn} and the OID of an HL7 table the table's code system. Empty for names that only
     * the sender understands, such as {@code L} and {@code 99zzz}.
     */
    public String uri(String name) {
        String trimmed = name.trim();
        String known = byName.get(trimmed.toUpperCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        if (Authorities.isUri(trimmed)) {
            return trimmed;
        }
        if (Authorities.isOid(trimmed)) {
            String number = trimmed.startsWith(TABLE_ARC) ? trimmed.substring(TABLE_ARC.length()) : "";
            return isTableNumber(number) ? table(padded(number)) : "urn:oid:" + trimmed;
        }
        return v2Table(trimmed);
    }

    private static String v2Table(String name) {
        if (!name.regionMatches(true, 0, "HL7", 0, 3)) {
            return "";
        }
        String digits = name.substring(3);
        if (digits.startsWith("-") || digits.startsWith("_")) {
            digits = digits.substring(1);
        }
        return isTableNumber(digits) ? table(padded(digits)) : "";
    }

    private static boolean isTableNumber(String digits) {
        return !digits.isEmpty()
                && digits.length() <= TABLE_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String padded(String digits) {
        return "0".repeat(TABLE_DIGITS - digits.length()) + digits;
    }

    public Map<String, String> names() {
        return byName;
    }
}
