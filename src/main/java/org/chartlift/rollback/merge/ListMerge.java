package org.chartlift.rollback.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Merges repeating elements: members are matched by key, and those of the current list keep its order. */
final class ListMerge {
    /** In place of a member that is not there; no member is empty. */
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final ObjectMerge objects;
    private final List<Conflict> conflicts;

    ListMerge(ObjectMerge objects, List<Conflict> conflicts) {
        this.objects = objects;
        this.conflicts = conflicts;
    }

    /** The properties of the merged list. */
    ObjectNode merge(String path, String property, ElementType parent, Sides<Slot> slots) {
        boolean primitive = Members.arePrimitive(slots, property);
        Sides<List<ObjectNode>> members = slots.map(slot -> Members.of(slot, property));
        ElementType type = parent.of(
                property,
                members.all().stream()
                        .flatMap(List::stream)
                        .map(JsonNode.class::cast)
                        .toList());
        MemberKeys keys = MemberKeys.of(type.name(), primitive, members);
        Sides<Map<String, ObjectNode>> keyed = members.map(keys::keyed);
        if (type.isOneInLists() || isAmbiguous(keyed, keys.tell()) || isSaidAgain(keyed)) {
            return objects.conflict(path, slots);
        }
        return Members.properties(property, merge(path, type, primitive, keyed), primitive);
    }

    /**
     * If both sides took a member of ours away and put another one in, that may be its successor on each side. Members that are told by their
     * whole content have no identity, so there one successor is enough; and what both sides put in may be a successor on the one side and new
     * on the other.
     */
    private static boolean isAmbiguous(Sides<Map<String, ObjectNode>> sides, boolean told) {
        Set<String> before = minus(sides.base(), sides.ours());
        Set<String> now = minus(sides.current(), sides.ours());
        Set<String> undone = minus(sides.ours(), sides.base());
        boolean bothRemoved = !sides.current().keySet().containsAll(undone);
        if (told) {
            return bothRemoved && !now.containsAll(before) && !before.containsAll(now);
        }
        boolean bothAdded = before.stream().anyMatch(now::contains);
        return bothRemoved && !(before.isEmpty() && now.isEmpty()) || bothAdded && !undone.isEmpty();
    }

    /** Ours is in the list because somebody put it back: then what we had taken away for it must not come back beside it. */
    private static boolean isSaidAgain(Sides<Map<String, ObjectNode>> sides) {
        return !minus(sides.base(), sides.ours()).isEmpty()
                && minus(sides.ours(), sides.base()).stream()
                        .filter(sides.current()::containsKey)
                        .anyMatch(key -> sides.between().stream()
                                .anyMatch(side ->
                                        !JsonTrees.same(sides.ours().get(key), side.getOrDefault(key, NOTHING))));
    }

    private static Set<String> minus(Map<String, ObjectNode> side, Map<String, ObjectNode> other) {
        Set<String> rest = new HashSet<>(side.keySet());
        rest.removeAll(other.keySet());
        return rest;
    }

    private List<ObjectNode> merge(
            String path, ElementType type, boolean primitive, Sides<Map<String, ObjectNode>> sides) {
        Map<String, ObjectNode> merged = new LinkedHashMap<>();
        int index = 0;
        for (String key : sides.current().keySet()) {
            ObjectNode member = member(path + '[' + index++ + ']', type, sides, key);
            if (member != null) {
                merged.put(key, member);
            }
        }
        List<String> order = new ArrayList<>(merged.keySet());
        sides.base().forEach((key, member) -> {
            if (!sides.current().containsKey(key) && comesBack(path, primitive, sides, key)) {
                merged.put(key, member);
                order.add(place(key, new ArrayList<>(sides.base().keySet()), order), key);
            }
        });
        return order.stream().map(merged::get).toList();
    }

    /** A member of the current list after the merge; null if it goes. */
    private @Nullable ObjectNode member(
            String path, ElementType type, Sides<Map<String, ObjectNode>> sides, String key) {
        ObjectNode base = sides.base().get(key);
        ObjectNode ours = sides.ours().get(key);
        ObjectNode current = sides.current().get(key);
        Sides<ObjectNode> member = sides.map(side -> side.getOrDefault(key, NOTHING));
        if (base != null && ours != null) {
            return objects.item(path, type, member);
        }
        if (ours != null && member.untouched(JsonTrees::same)) {
            return null;
        }
        boolean bothAdded = base != null && !JsonTrees.same(base, current);
        if (ours != null || bothAdded) {
            conflicts.add(new Conflict(path, shown(base), shown(ours), current));
        }
        return current;
    }

    /** Whether a member that is not there now is to be there again: we took it away, and not somebody after us. */
    private boolean comesBack(String path, boolean primitive, Sides<Map<String, ObjectNode>> sides, String key) {
        ObjectNode base = sides.base().get(key);
        ObjectNode ours = sides.ours().get(key);
        boolean cameAndWent = ours == null && sides.between().stream().anyMatch(side -> side.containsKey(key));
        if (ours != null && !JsonTrees.same(base, ours) || cameAndWent) {
            conflicts.add(new Conflict(path, base, shown(ours), NullNode.getInstance()));
        }
        return ours == null && !cameAndWent;
    }

    private static JsonNode shown(@Nullable ObjectNode member) {
        return member == null ? NullNode.getInstance() : member;
    }

    /** Behind the nearest member before it that is there. */
    private static int place(String key, List<String> before, List<String> order) {
        for (int i = before.indexOf(key) - 1; i >= 0; i--) {
            int at = order.indexOf(before.get(i));
            if (at >= 0) {
                return at + 1;
            }
        }
        return 0;
    }
}
