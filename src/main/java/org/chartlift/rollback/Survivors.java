package org.chartlift.rollback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Sees to it that nothing that stays refers to what is gone: what would be deleted is kept as long as something that stays refers to it, directly or
 * through others; and what cannot be what it was, because that referred to something that is gone, stays as it is.
 */
final class Survivors {
    private static final String REFERRED_TO = "referred-to";
    private static final String REFERS_TO_DELETED = "refers-to-deleted";
    private static final int PAGE = 500;

    /**
     * By references that a search parameter indexes; evidence and conflict Tasks keep nothing alive. What is written anew has no say with what it refers to now: what it will refer
     * to was protected when that was decided.
     */
    private static final String KEEP_TARGETS =
            """
            update chartlift.rollback_item t set action = 'keep', why = 'referred-to' where t.rollback = ? and t.action = 'delete'
            and exists (select 1 from hfj_res_link l join hfj_resource s on s.res_id = l.src_resource_id
            where l.target_resource_id = t.pid and s.res_deleted_at is null and s.res_id <> t.pid and %s
            and not exists (select 1 from chartlift.rollback_item i where i.rollback = t.rollback and i.pid = s.res_id
            and (i.action in ('delete', 'restore', 'merge') or i.action = 'conflict' and i.why = 'edited-later')))"""
                    .formatted(EarlierConflicts.KEEPS_ALIVE);

    private static final String GONE =
            """
            select exists (select 1 from chartlift.edit where mark > ? and change = 'delete')
            or exists (select 1 from chartlift.write where mark > ? and op = 'deleted')""";

    private static final String MISSING =
            """
            select exists (select 1 from unnest(?::text[]) w (reference) where not exists (select 1 from hfj_resource r
            left join chartlift.rollback_item i on i.rollback = ? and i.pid = r.res_id
            where r.res_type = split_part(w.reference, '/', 1) and r.fhir_id = split_part(w.reference, '/', 2)
            and (r.res_deleted_at is null or i.action = 'restore')))""";

    private static final String STAYING =
            "(action = 'keep' and why = 'referred-to' or action = 'held' or action = 'conflict' and why = 'refers-to-deleted') and live";

    private final JdbcTemplate jdbc;
    private final Versions versions;
    private final ItemLedger items;
    private final Rollback rollback;
    private final Set<Long> examined = new TreeSet<>();
    private final Set<String> needed = new TreeSet<>();

    Survivors(JdbcTemplate jdbc, Versions versions, ItemLedger items, Rollback rollback) {
        this.jdbc = jdbc;
        this.versions = versions;
        this.items = items;
        this.rollback = rollback;
    }

    /** Something that stays has this content. */
    void protect(ObjectNode content) {
        Set<String> references = Versions.references(content);
        needed.addAll(references);
        items.keep(rollback.id(), references, REFERRED_TO);
    }

    /** Versions that cannot come back because what they refer to was deleted since, by whomever. */
    void checkReturning() {
        long mark = rollback.to().mark();
        if (!Boolean.TRUE.equals(jdbc.queryForObject(GONE, Boolean.class, mark, mark))) {
            return;
        }
        List<Item> impossible = new ArrayList<>();
        do {
            impossible.clear();
            items.each(rollback.id(), "action = 'restore'", item -> {
                Long base = item.base();
                ObjectNode content = base == null ? null : versions.tree(item.type(), item.id(), base);
                if (content == null || isMissing(content)) {
                    impossible.add(item);
                }
            });
            impossible.forEach(i -> items.decide(rollback.id(), i.seq(), Action.CONFLICT, REFERS_TO_DELETED));
        } while (!impossible.isEmpty());
    }

    private boolean isMissing(ObjectNode content) {
        Set<String> references = Versions.references(content);
        Boolean missing = jdbc.query(
                connection -> {
                    PreparedStatement ps = connection.prepareStatement(MISSING);
                    ps.setArray(1, connection.createArrayOf("text", references.toArray()));
                    ps.setLong(2, rollback.id());
                    return ps;
                },
                rs -> rs.next() && rs.getBoolean(1));
        return Boolean.TRUE.equals(missing);
    }

    /** Keeps alive what is needed. */
    void keepNeeded() {
        items.keep(rollback.id(), needed, REFERRED_TO);
        items.each(rollback.id(), "late and action = 'restore'", item -> {
            Long base = item.base();
            ObjectNode content = base == null ? null : versions.tree(item.type(), item.id(), base);
            if (content != null) {
                protect(content);
            }
        });
        outside();
        List<Item> kept;
        do {
            while (jdbc.update(KEEP_TARGETS, rollback.id()) > 0) {
                // what is kept now may refer to more
            }
            kept = new ArrayList<>();
            List<Item> found = kept;
            items.each(rollback.id(), STAYING, item -> {
                if (examined.add(item.seq())) {
                    found.add(item);
                }
            });
            kept.forEach(item -> {
                ObjectNode content = versions.tree(item.type(), item.id(), item.current());
                if (content != null) {
                    protect(content);
                }
            });
        } while (!kept.isEmpty());
    }

    /** What was written since, by whomever, and is no part of the plan, may refer to ours by elements that no search parameter indexes. */
    private void outside() {
        long behind = 0;
        List<Outside> page = outside(behind);
        while (!page.isEmpty()) {
            for (Outside o : page) {
                ObjectNode content = versions.tree(o.type(), o.id(), o.version());
                if (content != null) {
                    protect(content);
                }
                behind = o.pid();
            }
            page = outside(behind);
        }
    }

    private record Outside(long pid, String type, String id, long version) {}

    private List<Outside> outside(long behind) {
        return jdbc.query(
                """
                select s.res_id, s.res_type, s.fhir_id, s.res_ver from (
                select resource_type, resource_id from chartlift.edit where mark > ?
                union select resource_type, resource_id from chartlift.write where mark > ? and version is not null and ?) e
                join hfj_resource s on s.res_type = e.resource_type and s.fhir_id = e.resource_id
                where s.res_id > ? and s.res_deleted_at is null and %s
                and not exists (select 1 from chartlift.rollback_item i where i.rollback = ? and i.pid = s.res_id)
                order by s.res_id limit ?"""
                        .formatted(EarlierConflicts.KEEPS_ALIVE),
                (rs, i) -> new Outside(rs.getLong(1), rs.getString(2), rs.getString(3), rs.getLong(4)),
                rollback.to().mark(),
                rollback.to().mark(),
                !rollback.scope().isWhole(),
                behind,
                rollback.id(),
                PAGE);
    }
}
