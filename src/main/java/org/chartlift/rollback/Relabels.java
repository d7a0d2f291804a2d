package org.chartlift.rollback;

import java.sql.PreparedStatement;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.chartlift.record.ContentHash;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds tags and security labels that somebody set or took away ({@code $meta-add}, {@code $meta-delete}) in versions that we wrote. HAPI makes no version of
 * that, it changes the one that is there and its row in the history; so such a version is in {@code chartlift.edit} too, and its content is not any more what
 * the ledger says. Reads only; safe for use by several threads.
 */
final class Relabels {
    private static final String TOUCHED =
            """
            select w.version, w.hash_after from chartlift.write w
            join chartlift.edit e on (e.resource_type, e.resource_id, e.version) = (w.resource_type, w.resource_id, w.version) and w.hash_after is not null""";

    private final JdbcTemplate jdbc;
    private final OwnWrites writes;
    private final Versions versions;

    Relabels(JdbcTemplate jdbc, Versions versions) {
        this.jdbc = jdbc;
        this.writes = new OwnWrites(jdbc);
        this.versions = versions;
    }

    /** Those of the resources (by row) of which a version that we wrote, and that stands, was touched behind the mark. */
    Set<Long> touched(List<Item> items, long mark) {
        return new HashSet<>(jdbc.query(
                connection -> {
                    PreparedStatement ps = connection.prepareStatement(
                            """
                            select r.res_id from hfj_resource r
                            join chartlift.edit e on e.resource_type = r.res_type and e.resource_id = r.fhir_id and e.version = r.res_ver
                            join chartlift.write w on w.resource_type = r.res_type and w.resource_id = r.fhir_id and w.version = r.res_ver
                            where r.res_id = any(?) and e.mark > ?""");
                    ps.setArray(
                            1,
                            connection.createArrayOf(
                                    "bigint", items.stream().map(Item::pid).toArray()));
                    ps.setLong(2, mark);
                    return ps;
                },
                (rs, i) -> rs.getLong(1)));
    }

    /** Whether a version that the rollback would take back has other labels than we gave it. */
    boolean any(Rollback rollback, Item item) {
        return written(rollback, item).stream().anyMatch(w -> {
            ContentHash now = versions.hash(item.type(), item.id(), w.version());
            return now != null && !now.equals(w.hash());
        });
    }

    private record Written(long version, ContentHash hash) {}

    private List<Written> written(Rollback rollback, Item item) {
        return writes.of(
                rollback,
                item,
                TOUCHED,
                (rs, i) -> new Written(
                        rs.getLong("version"), new ContentHash(HexFormat.of().formatHex(rs.getBytes("hash_after")))));
    }
}
