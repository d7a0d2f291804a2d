package org.chartlift.reconcile.job;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.chartlift.reconcile.job.ComparisonStore.RepairRow;
import org.chartlift.reconcile.job.Outcome.Repaired;
import org.chartlift.reconcile.job.ReconcileRequest.Repair;
import org.chartlift.record.ContentHash;
import org.chartlift.run.RepairGroup;
import org.chartlift.run.RepairRequest;
import org.chartlift.run.Runs;

/** Finds the records that differ, has them migrated again by the run machinery, and has their patients compared once more. For one thread. */
final class RepairWork {
    private static final HexFormat HEX = HexFormat.of();

    private final JobServices services;
    private final ComparisonStore store;
    private final Function<ReconcileRequest, Outcome> compare;

    /** @param compare compares again */
    RepairWork(JobServices services, ComparisonStore store, Function<ReconcileRequest, Outcome> compare) {
        this.services = services;
        this.store = store;
        this.compare = compare;
    }

    /** A group's records in order, and those of them that differ. */
    private static final class Group {
        private final List<ContentHash> records = new ArrayList<>();
        private final Set<ContentHash> differing = new HashSet<>();
    }

    Repaired of(Outcome outcome, ReconcileRequest request) {
        long id = outcome.comparison().id();
        List<String> locations = new ArrayList<>();
        Map<Long, Group> groups = groups(id, locations);
        if (request.repair() == Repair.PROPOSE || locations.isEmpty()) {
            store.repaired(id, new RepairRow(locations, 0, 0));
            return new Repaired(locations, "", null);
        }
        List<RepairGroup> wanted = groups.values().stream()
                .map(g -> new RepairGroup(g.records, g.differing))
                .toList();
        String system = request.sourceSystem();
        Runs.Begun begun = services.migration()
                .repair(new RepairRequest(
                        system,
                        wanted,
                        named(id),
                        request.asker().requestId(),
                        request.asker().requester()));
        String task;
        try {
            task = begun.result().join().run().taskId();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException r ? r : new IllegalStateException(e.getCause());
        }
        Outcome after = compare.apply(request.after(begun.id(), system));
        store.repaired(
                id, new RepairRow(locations, begun.id(), after.comparison().id()));
        return new Repaired(locations, "Task/" + task, after);
    }

    /** Groups in which a record differs; the work rows name them page by page, so that a location stands for one record. */
    private Map<Long, Group> groups(long id, List<String> locations) {
        Map<Long, Group> groups = new LinkedHashMap<>();
        services.jdbc()
                .query(
                        """
                        with differing as (select distinct r.part, r.group_no, r.seq from chartlift.reconciliation_difference d
                        join chartlift.reconciliation_page g on g.reconciliation = d.reconciliation and g.part = d.part and g.page = d.page
                        join chartlift.reconciliation_read r on r.reconciliation = d.reconciliation and r.part = d.part
                        and r.group_no between g.first_group and g.last_group
                        join chartlift.reconciliation_record p on p.reconciliation = r.reconciliation and p.part = r.part and p.seq = r.seq
                        where d.reconciliation = ? and d.record = p.file || '#' || p.number)
                        select r.part, r.group_no, p.sha256, p.file || '#' || p.number as location, x.seq is not null as differs
                        from chartlift.reconciliation_read r
                        join chartlift.reconciliation_record p on p.reconciliation = r.reconciliation and p.part = r.part and p.seq = r.seq
                        left join differing x on x.part = r.part and x.group_no = r.group_no and x.seq = r.seq
                        where r.reconciliation = ? and (r.part, r.group_no) in (select part, group_no from differing)
                        order by r.part, r.group_no, r.seq""",
                        rs -> {
                            ContentHash hash = new ContentHash(HEX.formatHex(rs.getBytes("sha256")));
                            Group group = groups.computeIfAbsent(rs.getLong("group_no"), n -> new Group());
                            group.records.add(hash);
                            if (rs.getBoolean("differs")) {
                                group.differing.add(hash);
                                locations.add(rs.getString("location"));
                            }
                        },
                        id,
                        id);
        return groups;
    }

    private Set<String> named(long id) {
        return new HashSet<>(services.jdbc()
                .queryForList(
                        "select distinct reference from chartlift.reconciliation_difference where reconciliation = ? and reference <> ''",
                        String.class,
                        id));
    }
}
