package org.chartlift.mapping.rule;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One item of a key.
 *
 * @param form what it is: empty for the plain text at the path, {@code ref} for a resource's id, else a data type whose identifier is taken
 * @param path where; null for {@code ref}
 * @param map map or type that {@code ref} names; else empty
 * @param optional whether it may be absent
 */
public record KeyItem(String form, @Nullable SourcePath path, String map, boolean optional) {
    /** Data types that name a thing by identifier and assigning authority. */
    public static final Set<String> IDENTIFIERS = Set.of("CX", "EI", "XCN", "XON", "CNN", "PL", "HD");

    private static final Pattern CALL = Pattern.compile("([A-Za-z]+)\\((.+)\\)");

    public static KeyItem parse(String written) throws SyntaxException {
        boolean optional = written.endsWith("?");
        String text = optional ? written.substring(0, written.length() - 1) : written;
        Matcher call = CALL.matcher(text);
        if (!call.matches()) {
            return new KeyItem("", SourcePath.parse(text), "", optional);
        }
        if (call.group(1).equals("ref")) {
            return new KeyItem("ref", null, call.group(2), optional);
        }
        if (!IDENTIFIERS.contains(call.group(1))) {
            throw new SyntaxException("`" + call.group(1) + "` is not one of ref, "
                    + IDENTIFIERS.stream().sorted().toList());
        }
        return new KeyItem(call.group(1), SourcePath.parse(call.group(2)).allRepetitions(), "", optional);
    }
}
