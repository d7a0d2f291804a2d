package org.chartlift.rollback;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the ledger remembers of records, taken along on the way back: a record whose resources are rolled back counts as not loaded, so that a run loads it
 * again; and one whose resources come back counts as loaded again. To be called in transactions.
 */
final class Consequences {
    /** Records of the chunks (patients) whose resources the plan writes; all of them where the plan is of everything. */
    private static final String CONCERNED =
            """
            (? or exists (select 1 from chartlift.source_record s join chartlift.source_record o on o.run = s.run and o.chunk = s.chunk
            join chartlift.write w on w.run = o.run and w.seq = o.seq
            join chartlift.rollback_item i on i.rollback = ? and i.resource_type = w.resource_type and i.resource_id = w.resource_id
            and i.action in ('restore', 'delete', 'merge', 'conflict') where s.run = %1$s and s.seq = %2$s))""";

    private final JdbcTemplate jdbc;

    Consequences(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Before anything is taken back: what was loaded since counts as not loaded. Nothing is lost if the rollback ends early: such a record is found as it should be. */
    void forget(Rollback rollback) {
        long mark = rollback.to().mark();
        boolean whole = rollback.scope().isWhole();
        jdbc.update(
                """
                with gone as (delete from chartlift.applied a where a.mark > ? and\s"""
                        + CONCERNED.formatted("a.run", "a.seq")
                        + """
                 returning a.*), kept as (insert into chartlift.forgotten (rollback, kind, content) select ?, 'applied', to_jsonb(gone) from gone)
                update chartlift.quarantine q set state = 'open', resolved_by = null from gone
                where q.source_system = gone.source_system and q.sha256 = gone.sha256 and q.state = 'resolved'""",
                mark,
                whole,
                rollback.id(),
                rollback.id());
        jdbc.update(
                """
                with gone as (delete from chartlift.moved m where m.mark > ? and (? or exists (select 1 from chartlift.rollback_item i
                where i.rollback = ? and i.resource_type || '/' || i.resource_id = m.resource and i.action in ('restore', 'delete', 'merge')))
                returning m.*) insert into chartlift.forgotten (rollback, kind, content) select ?, 'moved', to_jsonb(gone) from gone""",
                mark,
                whole,
                rollback.id(),
                rollback.id());
        jdbc.update(
                """
                update chartlift.run r set state = 'superseded', reason = 'rolled back' where r.state in ('scanning', 'loading')
                and exists (select 1 from chartlift.write w where w.run = r.id and w.mark > ?)""",
                mark);
    }

    /** After everything is taken back: what earlier rollbacks, that were themselves taken back, had forgotten and had been loaded before the checkpoint. */
    void remember(Rollback rollback) {
        long mark = rollback.to().mark();
        boolean whole = rollback.scope().isWhole();
        jdbc.update(
                """
                insert into chartlift.applied (source_system, sha256, map_set, run, seq, mark)
                select distinct on (a.source_system, a.sha256, a.map_set) a.source_system, a.sha256, a.map_set, a.run, a.seq, a.mark
                from chartlift.forgotten f cross join lateral jsonb_populate_record(null::chartlift.applied, f.content) a
                where f.kind = 'applied' and f.rollback < ? and a.mark < ? and exists (select 1 from chartlift.rollback b
                join chartlift.checkpoint c on c.id = b.before where b.id = f.rollback and c.mark >= ?) and\s"""
                        + CONCERNED.formatted("a.run", "a.seq")
                        + " order by a.source_system, a.sha256, a.map_set, f.rollback desc on conflict do nothing",
                rollback.id(),
                mark,
                mark,
                whole,
                rollback.id());
        jdbc.update(
                """
                insert into chartlift.moved (resource, path, moved_from, moved_to, run, seq, mark)
                select distinct on (m.resource, m.path, m.moved_from) m.resource, m.path, m.moved_from, m.moved_to, m.run, m.seq, m.mark
                from chartlift.forgotten f cross join lateral jsonb_populate_record(null::chartlift.moved, f.content) m
                where f.kind = 'moved' and f.rollback < ? and m.mark < ? and exists (select 1 from chartlift.rollback b
                join chartlift.checkpoint c on c.id = b.before where b.id = f.rollback and c.mark >= ?)
                and (? or exists (select 1 from chartlift.rollback_item i
                where i.rollback = ? and i.resource_type || '/' || i.resource_id = m.resource and i.action in ('restore', 'merge')))
                order by m.resource, m.path, m.moved_from, f.rollback desc on conflict do nothing""",
                rollback.id(),
                mark,
                mark,
                whole,
                rollback.id());
    }
}
