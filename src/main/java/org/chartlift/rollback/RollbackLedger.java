package org.chartlift.rollback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of rollbacks and of their requests. Safe for use by several threads; joins the caller's transaction where there is one. */
final class RollbackLedger {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcTemplate jdbc;
    private final CheckpointLedger checkpoints;

    RollbackLedger(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.checkpoints = new CheckpointLedger(jdbc);
    }

    /**
     * A request that was seen before.
     *
     * @param bodyHash SHA-256 of its body
     * @param rollback the rollback it opened
     */
    record Request(String bodyHash, long rollback) {}

    /** Opens a rollback in state {@link Rollback.State#PLANNING}. */
    Rollback open(RollbackRequest r, long mark, Instant now) {
        Long id = jdbc.queryForObject(
                """
                insert into chartlift.rollback (checkpoint, asked, strategy, scope, state, mark, reason, requester, x_request_id, started)
                values (?, ?, ?, ?::jsonb, 'planning', ?, ?, ?, ?, ?) returning id""",
                Long.class,
                r.to().id(),
                r.asked(),
                r.strategy().word(),
                json(r.scope()),
                mark,
                r.reason(),
                r.asking().requester(),
                r.asking().requestId(),
                Timestamp.from(now));
        return get(id == null ? -1 : id);
    }

    private static String json(Scope scope) {
        try {
            return JSON.writeValueAsString(scope);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a scope is plain values", e);
        }
    }

    Rollback get(long id) {
        return find(id).orElseThrow(() -> new IllegalStateException("no rollback " + id));
    }

    Optional<Rollback> find(long id) {
        return jdbc.query("select * from chartlift.rollback where id = ?", this::row, id).stream()
                .findFirst();
    }

    /** The latest rollback of this plan that can be executed, is on its way or is done; empty if there is none. */
    Optional<Rollback> planned(String asked, String planHash) {
        return jdbc
                .query(
                        """
                        select * from chartlift.rollback where asked = ? and plan_hash = ? and state in ('planned', 'executing', 'completed')
                        order by state = 'executing' desc, id desc limit 1""",
                        this::row,
                        asked,
                        planHash)
                .stream()
                .findFirst();
    }

    void planned(long id, String planHash) {
        jdbc.update("update chartlift.rollback set state = 'planned', plan_hash = ? where id = ?", planHash, id);
    }

    /** Execution begins. */
    void executing(long id, long before, String reason, Asking asking) {
        jdbc.update(
                "update chartlift.rollback set state = 'executing', before = ?, reason = ?, requester = ?, x_request_id = ? where id = ?",
                before,
                reason,
                asking.requester(),
                asking.requestId(),
                id);
    }

    /** It ends, by the clock of the database: {@link EditTracker} compares with that. */
    void end(long id, Rollback.State state) {
        jdbc.update(
                "update chartlift.rollback set state = ?, finished = clock_timestamp() where id = ?", state.word(), id);
    }

    /** Whether anything was written behind the mark that may change a plan. */
    boolean hasMovedOn(long mark) {
        Boolean moved = jdbc.queryForObject(
                """
                select exists (select 1 from chartlift.write where mark > ? and version is not null)
                or exists (select 1 from chartlift.edit where mark > ?)""",
                Boolean.class,
                mark,
                mark);
        return Boolean.TRUE.equals(moved);
    }

    /** The plan of the one becomes that of the other, which it equals. To be called in a transaction. */
    void replacePlan(long id, Rollback fresh) {
        jdbc.update("delete from chartlift.rollback_item where rollback = ?", id);
        jdbc.update("update chartlift.rollback_item set rollback = ? where rollback = ?", id, fresh.id());
        jdbc.update("update chartlift.rollback set mark = ? where id = ?", fresh.mark(), id);
        jdbc.update("delete from chartlift.rollback where id = ?", fresh.id());
    }

    /** The rollback that is being executed, or was when its process ended; empty if there is none. */
    Optional<Rollback> executing() {
        return jdbc
                .query("select * from chartlift.rollback where state = 'executing' order by id desc limit 1", this::row)
                .stream()
                .findFirst();
    }

    /** Another plan that was being executed when its process ended is given up: the next one covers what it left. Answers their numbers. */
    List<Long> giveUpOthers(long id) {
        return jdbc.queryForList(
                "update chartlift.rollback set state = 'failed', finished = clock_timestamp() where state = 'executing' and id <> ? returning id",
                Long.class,
                id);
    }

    Optional<Request> request(String id) {
        return jdbc
                .query(
                        "select body_hash, rollback from chartlift.rollback_request where id = ?",
                        (rs, i) -> new Request(rs.getString(1), rs.getLong(2)),
                        id)
                .stream()
                .findFirst();
    }

    void bind(String requestId, String bodyHash, long rollback) {
        jdbc.update(
                """
                insert into chartlift.rollback_request (id, body_hash, rollback) values (?, ?, ?)
                on conflict (id) do update set rollback = excluded.rollback""",
                requestId,
                bodyHash,
                rollback);
    }

    /** URIs of all source systems. */
    List<String> sourceSystems() {
        return jdbc.queryForList("select uri from chartlift.source_system order by uri", String.class);
    }

    private Rollback row(ResultSet rs, int number) throws SQLException {
        Timestamp finished = rs.getTimestamp("finished");
        String planHash = rs.getString("plan_hash");
        long before = rs.getLong("before");
        Long beforeOrNull = rs.wasNull() ? null : before;
        long deltaMark = rs.getLong("delta_mark");
        Long deltaMarkOrNull = rs.wasNull() ? null : deltaMark;
        try {
            return new Rollback(
                    rs.getLong("id"),
                    checkpoints.find(rs.getLong("checkpoint")).orElseThrow(),
                    rs.getString("asked"),
                    Strategy.of(rs.getString("strategy")),
                    JSON.readValue(rs.getString("scope"), ScopeJson.class).scope(),
                    Rollback.State.of(rs.getString("state")),
                    rs.getLong("mark"),
                    planHash == null ? "" : planHash,
                    rs.getString("reason"),
                    beforeOrNull,
                    rs.getString("requester"),
                    rs.getString("x_request_id"),
                    rs.getTimestamp("started").toInstant(),
                    finished == null ? null : finished.toInstant(),
                    deltaMarkOrNull);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the scope of a rollback cannot be read", e);
        }
    }

    /** A scope as it is kept. */
    private record ScopeJson(
            List<String> types, List<String> patients, List<Long> runs, String department, boolean whole) {
        Scope scope() {
            return new Scope(types, patients, runs, department);
        }
    }
}
