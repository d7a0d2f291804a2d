package org.chartlift.rollback.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the members of a list are matched by: the first kind of key that every member on every side has and that is unique on each side; if
 * there is none, the whole content.
 *
 * @param key the key of a member
 * @param tell whether the key tells a member from another that has the same content
 */
record MemberKeys(Function<ObjectNode, String> key, boolean tell) {
    /** The keys for these lists. */
    static MemberKeys of(String type, boolean primitive, Sides<List<ObjectNode>> sides) {
        if (primitive) {
            return new MemberKeys(JsonTrees::content, false);
        }
        if (type.equals("Extension")) {
            return extensions(sides);
        }
        for (Function<ObjectNode, @Nullable String> candidate : KeyKinds.of(type)) {
            if (sides.all().stream().allMatch(members -> isUnique(candidate, members))) {
                return new MemberKeys(member -> String.valueOf(candidate.apply(member)), true);
            }
        }
        return new MemberKeys(JsonTrees::content, false);
    }

    private static boolean isUnique(Function<ObjectNode, @Nullable String> candidate, List<ObjectNode> members) {
        Set<String> seen = new HashSet<>();
        for (ObjectNode member : members) {
            String key = candidate.apply(member);
            if (key == null || !seen.add(key)) {
                return false;
            }
        }
        return true;
    }

    /** By URL; those whose URL repeats by content. */
    private static MemberKeys extensions(Sides<List<ObjectNode>> sides) {
        Set<String> repeated = new HashSet<>();
        for (List<ObjectNode> members : sides.all()) {
            Set<String> seen = new HashSet<>();
            members.stream().map(MemberKeys::url).filter(url -> !seen.add(url)).forEach(repeated::add);
        }
        return new MemberKeys(
                member -> repeated.contains(url(member)) ? url(member) + JsonTrees.content(member) : url(member),
                repeated.isEmpty());
    }

    private static String url(JsonNode extension) {
        return extension.path("url").asText();
    }

    /** The members by key in order; equal members are counted apart. */
    Map<String, ObjectNode> keyed(List<ObjectNode> members) {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, ObjectNode> keyed = new LinkedHashMap<>();
        for (ObjectNode member : members) {
            String plain = key.apply(member);
            keyed.put(plain + '#' + counts.merge(plain, 1, Integer::sum), member);
        }
        return keyed;
    }
}
