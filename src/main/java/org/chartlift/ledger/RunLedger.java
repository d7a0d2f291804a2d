package org.chartlift.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of runs and of requests. Safe for use by several threads; joins the caller's transaction where there is one. */
public final class RunLedger {
    private static final String SELECT =
            """
            select r.*, s.uri, m.digest, p.digest as previous from chartlift.run r
            join chartlift.source_system s on s.id = r.source_system join chartlift.map_set m on m.id = r.map_set
            left join chartlift.map_set p on p.id = r.previous_map_set
            """;

    private final JdbcTemplate jdbc;

    public RunLedger(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A request that was seen before.
     *
     * @param bodyHash SHA-256 of its body
     * @param run the run it opened
     */
    public record Request(String bodyHash, long run) {}

    /** Opens a run in state {@link RunState#SCANNING}. */
    public Run open(NewRun run) {
        int system = systemId(run.sourceSystem());
        int maps = mapSetId(run.mapDigest());
        Long id = jdbc.queryForObject(
                """
                insert into chartlift.run (source_system, map_set, previous_map_set, mode, on_error, asked, state, x_request_id, started)
                values (?, ?, (select r.map_set from chartlift.run r where r.source_system = ? and r.map_set <> ?
                and r.mode <> 'validate' order by r.id desc limit 1), ?, ?, ?, 'scanning', ?, ?) returning id""",
                Long.class,
                system,
                maps,
                system,
                maps,
                run.mode().word(),
                run.onError().word(),
                run.asked(),
                run.requestId(),
                Timestamp.from(run.started()));
        return get(id);
    }

    /** The run; throws if there is none. */
    public Run get(long id) {
        return find(id).orElseThrow(() -> new IllegalStateException("no run " + id));
    }

    public Optional<Run> find(long id) {
        return jdbc.query(SELECT + " where r.id = ?", RunLedger::row, id).stream()
                .findFirst();
    }

    /** Runs of the source system that are not final, newest first: each lost its process, if the caller holds the scope's lock. */
    public List<Run> unfinished(String sourceSystem) {
        return jdbc.query(
                SELECT + " where s.uri = ? and r.state in ('scanning', 'loading') order by r.id desc",
                RunLedger::row,
                sourceSystem);
    }

    /** The plan is complete. */
    public void planned(long run, String scan) {
        jdbc.update("update chartlift.run set state = 'loading', scan = ? where id = ?", scan, run);
    }

    /** Goes back to the beginning: the rows of an incomplete scan are taken away. */
    public void rescan(long run) {
        for (String table : List.of("source_record", "finding", "control_total")) {
            jdbc.update("delete from chartlift." + table + " where run = ?", run);
        }
    }

    /** Ends a run. */
    public void finish(long run, RunState state, String reason, Instant now) {
        jdbc.update(
                "update chartlift.run set state = ?, reason = ?, finished = ? where id = ?",
                state.word(),
                reason,
                Timestamp.from(now),
                run);
    }

    /** The run begins behind this checkpoint. */
    public void checkpoint(long run, long checkpoint) {
        jdbc.update("update chartlift.run set checkpoint = ? where id = ?", checkpoint, run);
    }

    /** The checkpoint that was taken before the run; empty if none was. */
    public Optional<Long> checkpoint(long run) {
        return Optional.ofNullable(
                jdbc.queryForObject("select checkpoint from chartlift.run where id = ?", Long.class, run));
    }

    public Optional<Request> request(String requestId) {
        return jdbc
                .query(
                        "select body_hash, run from chartlift.request where id = ?",
                        (rs, i) -> new Request(rs.getString(1), rs.getLong(2)),
                        requestId)
                .stream()
                .findFirst();
    }

    /** Binds a request id to a run; a second binding of the id is moved to the later run. */
    public void bind(String requestId, String bodyHash, long run) {
        jdbc.update(
                """
                insert into chartlift.request (id, body_hash, run) values (?, ?, ?)
                on conflict (id) do update set run = excluded.run""",
                requestId,
                bodyHash,
                run);
    }

    /** The row of a source system, made if new. */
    public int systemId(String uri) {
        jdbc.update("insert into chartlift.source_system (uri) values (?) on conflict do nothing", uri);
        return intOf("select id from chartlift.source_system where uri = ?", uri);
    }

    /** The row of a map set, made if new. */
    public int mapSetId(String digest) {
        jdbc.update("insert into chartlift.map_set (digest) values (?) on conflict do nothing", digest);
        return intOf("select id from chartlift.map_set where digest = ?", digest);
    }

    private int intOf(String sql, String argument) {
        Integer value = jdbc.queryForObject(sql, Integer.class, argument);
        return value == null ? 0 : value;
    }

    private static Run row(ResultSet rs, int number) throws SQLException {
        Timestamp finished = rs.getTimestamp("finished");
        String previous = rs.getString("previous");
        return new Run(
                rs.getLong("id"),
                rs.getInt("source_system"),
                rs.getString("uri"),
                rs.getInt("map_set"),
                rs.getString("digest"),
                previous == null ? "" : previous,
                RunMode.of(rs.getString("mode")),
                OnError.of(rs.getString("on_error")),
                rs.getString("asked"),
                rs.getString("scan"),
                RunState.of(rs.getString("state")),
                rs.getString("reason"),
                rs.getString("x_request_id"),
                rs.getTimestamp("started").toInstant(),
                finished == null ? null : finished.toInstant());
    }
}
