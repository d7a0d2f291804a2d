package org.chartlift.rollback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks, when the units are through, at what others wrote while they ran, and finds what that names and this rollback deleted. References are read from the
 * contents, because no search parameter may index them. A repeat finds only what an interrupted sweep has left. For one thread.
 */
final class Sweep {
    private static final int PAGE = 500;

    private final RollbackServices services;
    private final Rollback rollback;
    private final Set<String> seen = new HashSet<>();
    private long swept;

    Sweep(RollbackServices services, Rollback rollback) {
        this.services = services;
        this.rollback = rollback;
        this.swept = rollback.mark();
    }

    private record Staying(long pid, String type, String id, long version) {}

    /**
     * Looks once through what was written since the last look, the first time since the plan.
     *
     * @param back brings back the resources of one list, which refer to each other; each stands behind what it refers to, as far as there are no circles
     * @return whether there was anything to bring back
     */
    boolean look(Consumer<List<Item>> back) {
        // whoever wrote with a smaller number has committed when this is drawn
        long upTo = services.mark();
        boolean found = false;
        List<Staying> page = staying(upTo, 0);
        while (!page.isEmpty()) {
            for (Staying s : page) {
                List<Item> needed = needed(services.versions().tree(s.type(), s.id(), s.version()));
                if (!needed.isEmpty()) {
                    back.accept(needed);
                    found = true;
                }
            }
            page = staying(upTo, page.get(page.size() - 1).pid());
        }
        swept = upTo;
        return found;
    }

    /** What others wrote, what was found to stay only when its unit ran, and what stays because the rollback was ended before. */
    private List<Staying> staying(long upTo, long behind) {
        return services.jdbc()
                .query(
                        """
                        select r.res_id, r.res_type, r.fhir_id, r.res_ver from (
                        select resource_type, resource_id from chartlift.edit where mark > ? and mark < ?
                        union select resource_type, resource_id from chartlift.rollback_item
                        where rollback = ? and (action = 'held' or why = 'refused' or unit is not null and not done)) e
                        join hfj_resource r on r.res_type = e.resource_type and r.fhir_id = e.resource_id
                        where r.res_id > ? and r.res_deleted_at is null order by r.res_id limit ?""",
                        (rs, i) -> new Staying(rs.getLong(1), rs.getString(2), rs.getString(3), rs.getLong(4)),
                        swept,
                        upTo,
                        rollback.id(),
                        behind,
                        PAGE);
    }

    /** What the content names and this rollback deleted, directly or through what was kept or comes back with it. */
    private List<Item> needed(@Nullable ObjectNode content) {
        List<Item> needed = new ArrayList<>();
        Deque<ObjectNode> contents = new ArrayDeque<>();
        if (content != null) {
            contents.add(content);
        }
        while (!contents.isEmpty()) {
            Set<String> names = Versions.references(contents.remove());
            names.removeIf(name -> !seen.add(name));
            for (Item item : services.items().named(rollback.id(), names)) {
                if (item.action() == Action.DELETE && item.written() != null) {
                    needed.add(item);
                }
                ObjectNode next = services.versions().tree(item.type(), item.id(), item.current());
                if (next != null) {
                    contents.add(next);
                }
            }
        }
        Collections.reverse(needed);
        return needed;
    }
}
