package org.chartlift.load;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.chartlift.ledger.WriteLedger.UnmappedCode;
import org.chartlift.mapping.Untranslated;

/**
 * Codes that no vocabulary knew, made fit to be listed. A field for codes may hold anything, a name among it: only what looks like a code is shown, and of a
 * sender's own codes only the short ones and those that occur often; of the rest the length.
 */
public final class UnmappedCodes {
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:+/*-]{0,23}");
    private static final Pattern PUBLISHED = Pattern.compile(
            "http://(terminology\\.hl7\\.org|loinc\\.org|snomed\\.info|hl7\\.org|unitsofmeasure\\.org|www\\.nlm\\.nih\\.gov)(/.*)?"
                    + "|urn:(iso:std:|ietf:|oid:2\\.16\\.840\\.1\\.113883\\.6\\.).*");
    private static final int SHORT = 3;
    private static final int OFTEN = 5;

    private UnmappedCodes() {}

    /** The most frequent first. */
    public static List<UnmappedCode> of(Map<Untranslated, Long> counts) {
        Map<UnmappedKey, Long> shown = new TreeMap<>(Comparator.comparing(UnmappedKey::vocabulary)
                .thenComparing(UnmappedKey::system)
                .thenComparing(UnmappedKey::code));
        counts.forEach((c, n) ->
                shown.merge(new UnmappedKey(c.vocabulary(), c.system(), shown(c.system(), c.code(), n)), n, Long::sum));
        return shown.entrySet().stream()
                .map(e -> new UnmappedCode(
                        e.getKey().vocabulary(), e.getKey().system(), e.getKey().code(), e.getValue()))
                .sorted(Comparator.comparingLong(UnmappedCode::leaves).reversed())
                .toList();
    }

    private record UnmappedKey(String vocabulary, String system, String code) {}

    private static String shown(String system, String code, long count) {
        boolean own = !PUBLISHED.matcher(system).matches();
        boolean looksLikeCode = CODE.matcher(code).matches();
        boolean telling = own && code.length() > SHORT && count < OFTEN;
        return looksLikeCode && !telling ? code : "(" + code.length() + " characters)";
    }
}
