package org.chartlift.rollback;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Cuts a plan into units: what comes back first, then what changes, then what goes, the referring before the referred to. */
final class UnitPlanner {
    /** What is deleted and comes back; in order, one unit after the other. */
    static final int RETURNING = 0;
    /** What changes; units in any order. */
    static final int CHANGING = 1;
    /** What goes, level by level from here; units of a level in any order. */
    static final int GOING = 2;

    static final int UNIT = 100;
    private static final int BATCH = 5000;

    private final JdbcTemplate jdbc;
    private final ItemLedger items;
    private final long rollback;

    UnitPlanner(JdbcTemplate jdbc, ItemLedger items, long rollback) {
        this.jdbc = jdbc;
        this.items = items;
        this.rollback = rollback;
    }

    private record Going(long pid, long seq, boolean last) {}

    /** Gives every row that needs one a unit. */
    void plan() {
        returning();
        jdbc.update(
                """
                update chartlift.rollback_item i set stage = ?, unit = (n.n - 1) / ? from (select seq, row_number() over (order by seq) as n
                from chartlift.rollback_item where rollback = ? and (live and action = 'restore' or action in ('merge', 'conflict'))) n
                where i.rollback = ? and i.seq = n.seq""",
                CHANGING,
                UNIT,
                rollback,
                rollback);
        going();
    }

    /** What a rollback deleted comes back in the opposite order, unit by unit: what is referred to before what refers to it, circles together. */
    private void returning() {
        jdbc.update(
                """
                update chartlift.rollback_item i set stage = ?, unit = n.n from (
                select seq, dense_rank() over (order by by_rollback desc, by_unit desc) - 1 as n from (
                select distinct on (i.seq) i.seq, w.rollback as by_rollback, w.seq as by_unit from chartlift.rollback_item i
                join chartlift.write w on w.resource_type = i.resource_type and w.resource_id = i.resource_id and w.version = i.current
                where i.rollback = ? and i.action = 'restore' and not i.live) d) n
                where i.rollback = ? and i.seq = n.seq""",
                RETURNING,
                rollback,
                rollback);
    }

    private void going() {
        List<Going> rows = jdbc.query(
                """
                select i.pid, i.seq, i.resource_type = 'Binary' and not exists (select 1 from hfj_res_link l where l.src_resource_id = i.pid)
                from chartlift.rollback_item i where i.rollback = ? and i.action = 'delete' and not i.done order by i.pid""",
                (rs, i) -> new Going(rs.getLong(1), rs.getLong(2), rs.getBoolean(3)),
                rollback);
        long[] pids = rows.stream().mapToLong(Going::pid).toArray();
        ReferenceOrder order = new ReferenceOrder(pids.length);
        jdbc.query(
                """
                select l.src_resource_id, l.target_resource_id from chartlift.rollback_item s
                join hfj_res_link l on l.src_resource_id = s.pid
                join chartlift.rollback_item t on t.rollback = s.rollback and t.pid = l.target_resource_id and t.action = 'delete'
                where s.rollback = ? and s.action = 'delete'""",
                rs -> {
                    order.add(Arrays.binarySearch(pids, rs.getLong(1)), Arrays.binarySearch(pids, rs.getLong(2)));
                },
                rollback);
        assign(rows, levels(rows, order), order);
    }

    /** What names a Binary does so by a URL, which is no link: Binaries go when all else is gone. */
    private static int[] levels(List<Going> rows, ReferenceOrder order) {
        int[] levels = order.levels();
        int last = Arrays.stream(levels).max().orElse(0) + 1;
        for (int node = 0; node < levels.length; node++) {
            if (rows.get(node).last()) {
                levels[node] = last;
            }
        }
        return levels;
    }

    private void assign(List<Going> rows, int[] levels, ReferenceOrder order) {
        List<Integer> nodes = new ArrayList<>();
        for (int node = 0; node < rows.size(); node++) {
            nodes.add(node);
        }
        nodes.sort(Comparator.<Integer>comparingInt(n -> levels[n])
                .thenComparingInt(order::circle)
                .thenComparingInt(n -> n));
        int unit = 0;
        int size = 0;
        int previous = -1;
        List<Long> seqs = new ArrayList<>();
        List<Integer> units = new ArrayList<>();
        for (int node : nodes) {
            boolean newLevel = previous >= 0 && levels[node] != levels[previous];
            boolean full = size >= UNIT && order.circle(node) != order.circle(previous);
            if (newLevel || seqs.size() >= BATCH && full) {
                items.assign(rollback, GOING + levels[previous], seqs, units);
                seqs.clear();
                units.clear();
            }
            if (newLevel || full) {
                unit++;
                size = 0;
            }
            seqs.add(rows.get(node).seq());
            units.add(unit);
            size++;
            previous = node;
        }
        if (previous >= 0) {
            items.assign(rollback, GOING + levels[previous], seqs, units);
        }
    }

    /** A unit of its own for a row that was decided again. */
    void again(Item item, Action action) {
        Integer next = jdbc.queryForObject(
                "select coalesce(max(unit), -1) + 1 from chartlift.rollback_item where rollback = ?",
                Integer.class,
                rollback);
        items.assign(
                rollback,
                action == Action.DELETE ? GOING : CHANGING,
                List.of(item.seq()),
                List.of(next == null ? 0 : next));
    }
}
