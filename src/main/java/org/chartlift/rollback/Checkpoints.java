package org.chartlift.rollback;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.chartlift.ledger.Marks;
import org.chartlift.load.OperationalWriter;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Takes checkpoints, and tells what happened between two. Safe for use by several threads. */
public final class Checkpoints {
    private static final int FETCH = 2000;
    /** The last version of everything that the ledger knows. Hashes of what others wrote are not known: such a leaf holds the version alone. */
    private static final String LEAVES =
            """
            select distinct on (u.resource_type collate "C", u.resource_id collate "C") u.resource_type, u.resource_id, u.version, u.content
            from (select resource_type, resource_id, version, case when op = 'deleted' then 'deleted' else encode(hash_after, 'hex') end as content
            from chartlift.write where version is not null and mark < ?
            union all select resource_type, resource_id, version, case when change = 'delete' then 'deleted' else '' end
            from chartlift.edit where mark < ?) u
            order by u.resource_type collate "C", u.resource_id collate "C", u.version desc""";
    /** Ids of our own Tasks and reports begin so. */
    private static final String COUNTS =
            """
            select res_type, count(*) from hfj_resource where res_deleted_at is null and res_type not in ('AuditEvent', 'Provenance')
            and not (res_type in ('Task', 'Binary') and fhir_id like 'chartlift-%') group by 1""";

    private final DataSource dataSource;
    private final CheckpointLedger ledger;
    private final Differences differences;
    private final OperationalWriter writer;
    private final Clock clock;

    public Checkpoints(DataSource dataSource, JdbcTemplate jdbc, OperationalWriter writer, Clock clock) {
        this.dataSource = dataSource;
        this.ledger = new CheckpointLedger(jdbc);
        this.differences = new Differences(jdbc);
        this.writer = writer;
        this.clock = clock;
    }

    /** Takes a checkpoint: waits until no unit and no other write is about to commit, but does not stop them while it counts. */
    public Checkpoint take(String label, Checkpoint.Cause cause, Asking asking) {
        Checkpoint taken = ledger.add(count(label, cause, asking));
        writer.write(CheckpointTask.of(taken));
        return taken;
    }

    private Checkpoint count(String label, Checkpoint.Cause cause, Asking asking) {
        try (Connection session = dataSource.getConnection()) {
            long mark = Marks.divide(session);
            MerkleRoot tree = tree(session, mark);
            SortedMap<String, Long> counts = counts(session);
            session.rollback();
            long leaves = tree.leaves();
            return new Checkpoint(
                    0,
                    label,
                    cause,
                    mark,
                    HexFormat.of().formatHex(tree.root()),
                    leaves,
                    counts,
                    asking.requester(),
                    asking.requestId(),
                    clock.instant());
        } catch (SQLException e) {
            throw new CannotGetJdbcConnectionException("cannot take a checkpoint", e);
        }
    }

    private static MerkleRoot tree(Connection session, long mark) throws SQLException {
        MerkleRoot tree = new MerkleRoot();
        try (PreparedStatement ps = session.prepareStatement(LEAVES)) {
            ps.setFetchSize(FETCH);
            ps.setLong(1, mark);
            ps.setLong(2, mark);
            try (ResultSet rs = ps.executeQuery()) {
                while (rs.next()) {
                    String leaf = rs.getString(1) + '/' + rs.getString(2) + "/_history/" + rs.getLong(3) + '|'
                            + rs.getString(4);
                    tree.add(leaf.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return tree;
    }

    private static SortedMap<String, Long> counts(Connection session) throws SQLException {
        SortedMap<String, Long> counts = new TreeMap<>();
        try (PreparedStatement ps = session.prepareStatement(COUNTS);
                ResultSet rs = ps.executeQuery()) {
            while (rs.next()) {
                counts.put(rs.getString(1), rs.getLong(2));
            }
        }
        return counts;
    }

    /** A checkpoint by its number. */
    public Optional<Checkpoint> find(long id) {
        return ledger.find(id);
    }

    /** The checkpoints, the latest first. */
    public List<Checkpoint> latest(int most) {
        return ledger.latest(most);
    }

    /** What happened to resources between the two, whichever came first. */
    public List<Difference> between(Checkpoint one, Checkpoint other) {
        return differences.between(Math.min(one.mark(), other.mark()), Math.max(one.mark(), other.mark()));
    }
}
