package org.chartlift.rollback.delta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.jdbc.core.JdbcTemplate;

/** What others wrote after a mark and before another, resource by resource in order of type and id, page by page. */
final class StoredChanges implements Iterator<LaterChange> {
    private static final int PAGE = 200;

    private final JdbcTemplate jdbc;
    private final StoredVersions versions;
    private final long mark;
    private final long upTo;
    private final Deque<Row> page = new ArrayDeque<>();
    private String type = "";
    private String id = "";
    private boolean ended;

    StoredChanges(JdbcTemplate jdbc, StoredVersions versions, long mark, long upTo) {
        this.jdbc = jdbc;
        this.versions = versions;
        this.mark = mark;
        this.upTo = upTo;
    }

    @Override
    public boolean hasNext() {
        while (page.isEmpty() && !ended) {
            read();
        }
        return !page.isEmpty();
    }

    @Override
    public LaterChange next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return change(page.remove());
    }

    private void read() {
        List<Row> rows = jdbc.query(
                """
                select resource_type, resource_id, max(version) as version, bool_or(change = 'create') as created,
                  (array_agg(change order by version desc))[1] as change, (array_agg(who order by version desc))[1] as who,
                  (array_agg(at order by version desc))[1] as at
                from chartlift.edit where mark > ? and mark < ? and (resource_type, resource_id) > (?, ?)
                group by resource_type, resource_id order by resource_type, resource_id limit ?""",
                (rs, i) -> row(rs),
                mark,
                upTo,
                type,
                id,
                PAGE);
        ended = rows.size() < PAGE;
        if (!rows.isEmpty()) {
            type = rows.get(rows.size() - 1).type();
            id = rows.get(rows.size() - 1).id();
        }
        page.addAll(rows);
    }

    private record Row(
            String type, String id, long version, boolean created, boolean deleted, String who, Instant at) {}

    private static Row row(ResultSet rs) throws SQLException {
        return new Row(
                rs.getString("resource_type"),
                rs.getString("resource_id"),
                rs.getLong("version"),
                rs.getBoolean("created"),
                rs.getString("change").equals("delete"),
                rs.getString("who"),
                rs.getTimestamp("at").toInstant());
    }

    /** The version as they left it, whatever was done to the resource after them; read only now, because a page of documents may be large. */
    private LaterChange change(Row row) {
        String reference = row.type() + '/' + row.id();
        long readable = row.deleted() ? row.version() - 1 : row.version();
        ObjectNode content = versions.read(reference, readable);
        if (content == null) {
            throw new IllegalStateException(reference + " has lost version " + readable);
        }
        LaterChange.Kind kind = row.deleted()
                ? LaterChange.Kind.DELETED
                : row.created() ? LaterChange.Kind.CREATED : LaterChange.Kind.UPDATED;
        return new LaterChange(reference, row.version(), kind, row.who(), row.at(), content);
    }
}
