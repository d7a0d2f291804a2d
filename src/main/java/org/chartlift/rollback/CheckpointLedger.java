package org.chartlift.rollback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of checkpoints. Safe for use by several threads; joins the caller's transaction where there is one. */
final class CheckpointLedger {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcTemplate jdbc;

    CheckpointLedger(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps a checkpoint and gives it its number. */
    Checkpoint add(Checkpoint c) {
        Long id = jdbc.queryForObject(
                """
                insert into chartlift.checkpoint (label, cause, mark, root, leaves, counts, requester, x_request_id, taken)
                values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?) returning id""",
                Long.class,
                c.label(),
                c.cause().word(),
                c.mark(),
                HexFormat.of().parseHex(c.root()),
                c.leaves(),
                json(c),
                c.requester(),
                c.requestId(),
                Timestamp.from(c.taken()));
        return find(id == null ? -1 : id).orElseThrow();
    }

    private static String json(Checkpoint c) {
        try {
            return JSON.writeValueAsString(c.counts());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts are plain values", e);
        }
    }

    Optional<Checkpoint> find(long id) {
        return jdbc.query("select * from chartlift.checkpoint where id = ?", CheckpointLedger::row, id).stream()
                .findFirst();
    }

    /** The checkpoints, the latest first. */
    List<Checkpoint> latest(int most) {
        return jdbc.query("select * from chartlift.checkpoint order by id desc limit ?", CheckpointLedger::row, most);
    }

    private static Checkpoint row(ResultSet rs, int number) throws SQLException {
        try {
            return new Checkpoint(
                    rs.getLong("id"),
                    rs.getString("label"),
                    Checkpoint.Cause.of(rs.getString("cause")),
                    rs.getLong("mark"),
                    HexFormat.of().formatHex(rs.getBytes("root")),
                    rs.getLong("leaves"),
                    JSON.readValue(rs.getString("counts"), new TypeReference<TreeMap<String, Long>>() {}),
                    rs.getString("requester"),
                    rs.getString("x_request_id"),
                    rs.getTimestamp("taken").toInstant());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts of a checkpoint cannot be read", e);
        }
    }
}
