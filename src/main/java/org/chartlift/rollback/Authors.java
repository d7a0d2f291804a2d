package org.chartlift.rollback;

import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tells for each version of a resource who wrote it: ours is what the ledger has as written by the same transaction, and nothing else. Reads only. */
public final class Authors {
    private final JdbcTemplate jdbc;

    public Authors(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The authors of all versions of a resource ({@code Type/id}), by version. */
    public SortedMap<Long, Author> of(String reference) {
        SortedMap<Long, Author> authors = new TreeMap<>();
        String type = reference.substring(0, reference.indexOf('/'));
        String id = reference.substring(reference.indexOf('/') + 1);
        jdbc.query(
                """
                select v.res_ver, w.run, w.rollback, e.who from hfj_resource r join hfj_res_ver v on v.res_id = r.res_id
                left join chartlift.write w on w.resource_type = r.res_type and w.resource_id = r.fhir_id and w.version = v.res_ver
                left join chartlift.edit e on e.resource_type = r.res_type and e.resource_id = r.fhir_id and e.version = v.res_ver
                where r.res_type = ? and r.fhir_id = ?""",
                rs -> {
                    long run = rs.getLong("run");
                    long rollback = rs.getLong("rollback");
                    String who = rs.getString("who");
                    authors.put(
                            rs.getLong("res_ver"),
                            run > 0
                                    ? new Author.OfRun(run)
                                    : rollback > 0
                                            ? new Author.OfRollback(rollback)
                                            : new Author.Other(who == null ? "unknown" : who));
                },
                type,
                id);
        return authors;
    }
}
