package org.chartlift.rollback;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** What happened between two marks, by type, by run and by whom. Reads only. */
final class Differences {
    private final JdbcTemplate jdbc;

    Differences(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    List<Difference> between(long from, long to) {
        return jdbc.query(
                """
                select resource_type, author, who, count(distinct resource_id) filter (where kind = 'create') as created,
                count(distinct resource_id) filter (where kind = 'update') as updated,
                count(distinct resource_id) filter (where kind = 'delete') as deleted from (
                select resource_type, resource_id, case when run is null then 'rollback' else 'run' end as author,
                coalesce(run, rollback)::text as who,
                case op when 'created' then 'create' when 'deleted' then 'delete' else 'update' end as kind
                from chartlift.write where version is not null and mark > ? and mark < ?
                union all select resource_type, resource_id, 'other', who, change from chartlift.edit where mark > ? and mark < ?) u
                group by 1, 2, 3 order by 1, 2, 3""",
                (rs, i) -> new Difference(
                        rs.getString("resource_type"),
                        rs.getString("author"),
                        rs.getString("who"),
                        rs.getLong("created"),
                        rs.getLong("updated"),
                        rs.getLong("deleted")),
                from,
                to,
                from,
                to);
    }
}
