package org.chartlift.rollback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.chartlift.rollback.merge.Conflict;
import org.chartlift.rollback.merge.JsonTrees;
import org.chartlift.rollback.merge.MergeResult;
import org.chartlift.rollback.merge.ThreeWayMerge;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Decides about resources that somebody else wrote too. Our writes since the checkpoint are taken back from the last to the first, each of them against what
 * is there then; what others wrote between them stays, however they alternate. Safe for use by several threads.
 */
final class EditedResources {
    private static final String WRITES =
            "select w.version, w.version_before, w.hash_before is not null as there from chartlift.write w";

    private final JdbcTemplate jdbc;
    private final OwnWrites writes;
    private final Versions versions;
    private final Relabels relabels;

    EditedResources(JdbcTemplate jdbc, Versions versions) {
        this.relabels = new Relabels(jdbc, versions);
        this.jdbc = jdbc;
        this.writes = new OwnWrites(jdbc);
        this.versions = versions;
    }

    /** Versions that we wrote without a break: {@code base} is what they stand on, null if nothing was there. */
    private record Stretch(@Nullable Long base, long first, long last) {}

    /** The verdict on the resource in this version. */
    Verdict of(Rollback rollback, Item item) {
        if (!item.live()) {
            return Verdict.stays(item.base() == null ? Action.UNTOUCHED : Action.KEEP, "deleted-later", null);
        }
        ObjectNode current = tree(item, item.current());
        if (rollback.strategy() == Strategy.KEEP_NEWER) {
            return Verdict.stays(Action.KEEP, "edited-later", current);
        }
        if (relabels.any(rollback, item)) {
            // the merge would take the labels for ours
            return item.base() == null
                    ? Verdict.stays(Action.KEEP, "edited-later", current)
                    : impossible(rollback, item, "edited-later");
        }
        return undo(item, current, stretches(rollback, item));
    }

    private static Verdict verdict(
            Item item, ObjectNode current, ObjectNode next, List<Conflict> conflicts, String why) {
        boolean writes = !JsonTrees.same(current, next);
        if (!conflicts.isEmpty()) {
            return new Verdict(Action.CONFLICT, "edited-later", next, writes, conflicts);
        }
        return new Verdict(writes ? Action.MERGE : Action.KEEP, why, next, writes, List.of());
    }

    private Verdict undo(Item item, ObjectNode current, List<Stretch> stretches) {
        ObjectNode state = current;
        List<ObjectNode> later = List.of();
        List<Conflict> conflicts = new ArrayList<>();
        for (int i = stretches.size() - 1; i >= 0; i--) {
            Stretch stretch = stretches.get(i);
            ObjectNode ours = versions.tree(item.type(), item.id(), stretch.last());
            Long before = stretch.base();
            ObjectNode base = before == null ? null : tree(item, before);
            if (ours == null) {
                // we deleted it, and somebody made it again: that stands
                break;
            }
            long next = i + 1 < stretches.size() ? stretches.get(i + 1).first() : item.current();
            List<ObjectNode> between = between(item, stretch.last(), next);
            between.addAll(later);
            MergeResult result = ThreeWayMerge.merge(base, ours, between, state);
            conflicts.addAll(result.conflicts());
            if (result.kind() == MergeResult.Kind.UNCREATE) {
                return new Verdict(Action.DELETE, "", null, true, List.of());
            }
            state = result.merged();
            if (base == null || result.isOfTheWhole()) {
                break;
            }
            later = between.stream().map(w -> without(base, ours, w)).toList();
        }
        return verdict(item, current, state, conflicts, "edited-later");
    }

    /** What others wrote, as if our change had not been there. */
    private static ObjectNode without(ObjectNode base, ObjectNode ours, ObjectNode theirs) {
        return theirs.isEmpty()
                ? theirs
                : ThreeWayMerge.merge(base, ours, theirs).merged();
    }

    /** What others wrote between two versions; an empty object for a deletion. */
    private List<ObjectNode> between(Item item, long after, long before) {
        List<ObjectNode> between = new ArrayList<>();
        jdbc.queryForList(
                        "select version from chartlift.edit where resource_type = ? and resource_id = ? and version > ? and version < ? order by 1",
                        Long.class,
                        item.type(),
                        item.id(),
                        after,
                        before)
                .forEach(version -> {
                    ObjectNode tree = versions.tree(item.type(), item.id(), version);
                    between.add(tree == null ? JsonNodeFactory.instance.objectNode() : tree);
                });
        return between;
    }

    private ObjectNode tree(Item item, long version) {
        return Objects.requireNonNull(
                versions.tree(item.type(), item.id(), version),
                () -> item.reference() + " has lost version " + version);
    }

    /** A resource whose base refers to what is not there any more: all three sides, and it stays as it is. */
    Verdict impossible(Rollback rollback, Item item, String why) {
        List<Stretch> stretches = stretches(rollback, item);
        Long base = item.base();
        JsonNode ours = stretches.isEmpty()
                ? NullNode.getInstance()
                : orNull(versions.tree(
                        item.type(),
                        item.id(),
                        stretches.get(stretches.size() - 1).last()));
        return Verdict.refused(
                why,
                item.type(),
                base == null ? NullNode.getInstance() : orNull(versions.tree(item.type(), item.id(), base)),
                ours,
                item.live() ? tree(item, item.current()) : NullNode.getInstance());
    }

    private static JsonNode orNull(@Nullable ObjectNode tree) {
        return tree == null ? NullNode.getInstance() : tree;
    }

    private List<Stretch> stretches(Rollback rollback, Item item) {
        List<Stretch> stretches = new ArrayList<>();
        writes.of(rollback, item, WRITES, (rs, i) -> {
                    long version = rs.getLong("version");
                    Long before = rs.getBoolean("there") ? rs.getLong("version_before") : null;
                    return new Stretch(before, version, version);
                })
                .forEach(write -> {
                    int last = stretches.size() - 1;
                    if (last >= 0 && stretches.get(last).last() == write.first() - 1) {
                        Stretch known = stretches.get(last);
                        stretches.set(last, new Stretch(known.base(), known.first(), write.last()));
                    } else {
                        stretches.add(write);
                    }
                });
        return stretches;
    }
}
