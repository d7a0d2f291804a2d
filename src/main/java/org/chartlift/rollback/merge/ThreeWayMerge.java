package org.chartlift.rollback.merge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes back our change of a resource and keeps every later edit of it, element by element.
 *
 * <p>An element that nobody has changed since us becomes what it was before us; one that we did not change stays as it is now; where both
 * changed it, objects are merged by property and lists by the keys of their members, and what cannot be divided any further stays as it is
 * now and is a {@link Conflict}. So nothing that was written after us is lost, and everything of it that could not be told from our change is
 * named. Only values that mean something apart from each other are divided: a quantity, a dosage or a coding is one value, and a resource that came to
 * be about another drug, test or problem is not divided at all.
 *
 * <p>{@code meta.versionId} and {@code meta.lastUpdated} are ignored and left out; profiles, tags and security labels are sets. Pure,
 * deterministic, and safe for use by several threads.
 */
public final class ThreeWayMerge {
    private ThreeWayMerge() {}

    /**
     * The merge of FHIR R4 JSON, best read by {@link JsonTrees#read}; no argument is changed.
     *
     * @param base the resource before our change; null if we created it
     * @param ours the resource as we wrote it
     * @param current the resource now
     * @throws IllegalArgumentException if they are not of one resource type
     */
    public static MergeResult merge(@Nullable ObjectNode base, ObjectNode ours, ObjectNode current) {
        return merge(base, ours, List.of(), current);
    }

    /**
     * As {@link #merge(ObjectNode, ObjectNode, ObjectNode)}, and knows the versions on the way: what somebody changed after us and changed
     * back was said again, and is a conflict too.
     *
     * @param between versions that others wrote after {@code ours} and before {@code current}; an empty object for a deletion
     */
    public static MergeResult merge(
            @Nullable ObjectNode base, ObjectNode ours, List<ObjectNode> between, ObjectNode current) {
        if (!type(ours).equals(type(current)) || base != null && !type(base).equals(type(ours))) {
            throw new IllegalArgumentException("resources of different types");
        }
        Sides<Meta.Split> sides = new Sides<>(base == null ? ours : base, ours, current, between).map(Meta::split);
        boolean untouched = sides.untouched(Meta.Split::same);
        if (base == null) {
            MergeResult.Kind kind = untouched ? MergeResult.Kind.UNCREATE : MergeResult.Kind.KEEP_CREATED;
            return new MergeResult(kind, sides.current().joined(), List.of());
        }
        return untouched
                ? new MergeResult(MergeResult.Kind.RESTORE, sides.base().joined(), List.of())
                : merge(sides);
    }

    private static MergeResult merge(Sides<Meta.Split> sides) {
        List<Conflict> conflicts = new ArrayList<>();
        boolean changed = !JsonTrees.same(sides.base().body(), sides.ours().body());
        if (changed && !Subject.isOne(sides.map(Meta.Split::body))) {
            Sides<ObjectNode> whole = sides.map(Meta.Split::joined);
            conflicts.add(new Conflict(type(whole.current()), whole.base(), whole.ours(), whole.current()));
            return new MergeResult(MergeResult.Kind.CONFLICT, whole.current(), conflicts);
        }
        ElementType type = ElementType.ofResource(sides.current().body());
        ObjectNode body =
                new ObjectMerge(conflicts).merge(type(sides.current().body()), type, sides.map(Meta.Split::body));
        Meta.Split merged = new Meta.Split(body, Meta.merge(sides.map(Meta.Split::meta)));
        if (!conflicts.isEmpty()) {
            return new MergeResult(MergeResult.Kind.CONFLICT, merged.joined(), conflicts);
        }
        return new MergeResult(kind(merged, sides), merged.joined(), conflicts);
    }

    private static MergeResult.Kind kind(Meta.Split merged, Sides<Meta.Split> sides) {
        return merged.same(sides.current()) ? MergeResult.Kind.KEEP : MergeResult.Kind.MERGE;
    }

    private static String type(ObjectNode resource) {
        return resource.path("resourceType").asText();
    }
}
