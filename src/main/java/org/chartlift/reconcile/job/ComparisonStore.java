package org.chartlift.reconcile.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of comparisons, their parts and their requests. Safe for use by several threads; joins the caller's transaction where there is one. */
final class ComparisonStore {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcTemplate jdbc;

    ComparisonStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A request that was seen before.
     *
     * @param bodyHash SHA-256 of its body
     * @param comparison what it began
     */
    record Request(String bodyHash, long comparison) {}

    Comparison open(ReconcileRequest request, Thresholds thresholds, Instant now) {
        Long id = jdbc.queryForObject(
                """
                insert into chartlift.reconciliation (asked, request, thresholds, state, requester, x_request_id, started)
                values (?, ?::jsonb, ?::jsonb, 'running', ?, ?, ?) returning id""",
                Long.class,
                request.asked(),
                json(request.described()),
                json(thresholds.layers()),
                request.asker().requester(),
                request.asker().requestId(),
                Timestamp.from(now));
        return find(id == null ? 0 : id).orElseThrow();
    }

    private static String json(Object plain) {
        try {
            return JSON.writeValueAsString(plain);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request is described by plain words", e);
        }
    }

    Optional<Comparison> find(long id) {
        return jdbc.query("select * from chartlift.reconciliation where id = ?", ComparisonStore::row, id).stream()
                .findFirst();
    }

    /** What was asked for, in words. */
    java.util.Map<String, String> described(long id) {
        String json = jdbc.queryForObject(
                "select request::text from chartlift.reconciliation where id = ?", String.class, id);
        try {
            return new java.util.TreeMap<>(JSON.readValue(
                    json, new com.fasterxml.jackson.core.type.TypeReference<java.util.Map<String, String>>() {}));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request is described by plain words", e);
        }
    }

    /** Comparisons of this request that did not end, newest first. */
    List<Comparison> unfinished(String asked) {
        return jdbc.query(
                "select * from chartlift.reconciliation where asked = ? and state = 'running' order by id desc",
                ComparisonStore::row,
                asked);
    }

    /** The thresholds that it began with. */
    Thresholds thresholds(long id) {
        String json = jdbc.queryForObject(
                "select thresholds::text from chartlift.reconciliation where id = ?", String.class, id);
        try {
            return Thresholds.of(List.of(JSON.readValue(json, Thresholds.Layer[].class)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("layers are plain texts", e);
        }
    }

    /** Words about its sample; empty if none was drawn. */
    String sample(long id) {
        String sample =
                jdbc.queryForObject("select sample from chartlift.reconciliation where id = ?", String.class, id);
        return sample == null ? "" : sample;
    }

    /**
     * A repair as it was done.
     *
     * @param records that differed
     * @param run that migrated them again; 0 if it was only proposed
     * @param after the comparison behind it; 0 if it was only proposed
     */
    record RepairRow(List<String> records, long run, long after) {}

    Optional<RepairRow> repair(long id) {
        return jdbc
                .query(
                        "select repair_records::text, coalesce(repair_run, 0), coalesce(repair_after, 0) from chartlift.reconciliation"
                                + " where id = ? and repair_records is not null",
                        (rs, i) -> new RepairRow(strings(rs.getString(1)), rs.getLong(2), rs.getLong(3)),
                        id)
                .stream()
                .findFirst();
    }

    private static List<String> strings(String json) {
        try {
            return List.of(JSON.readValue(json, String[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of texts", e);
        }
    }

    void repaired(long id, RepairRow row) {
        jdbc.update(
                "update chartlift.reconciliation set repair_records = ?::jsonb, repair_run = nullif(?, 0), repair_after = nullif(?, 0) where id = ?",
                json(row.records()),
                row.run(),
                row.after(),
                id);
    }

    void finish(long id, String state, Gate gate, String sample, Instant now) {
        jdbc.update(
                "update chartlift.reconciliation set state = ?, gate = ?, sample = ?, finished = ? where id = ?",
                state,
                gate.code(),
                sample,
                Timestamp.from(now),
                id);
    }

    Optional<Request> request(String requestId) {
        return jdbc
                .query(
                        "select body_hash, reconciliation from chartlift.reconciliation_request where id = ?",
                        (rs, i) -> new Request(rs.getString(1), rs.getLong(2)),
                        requestId)
                .stream()
                .findFirst();
    }

    void bind(String requestId, String bodyHash, long id) {
        jdbc.update(
                """
                insert into chartlift.reconciliation_request (id, body_hash, reconciliation) values (?, ?, ?)
                on conflict (id) do update set reconciliation = excluded.reconciliation""",
                requestId,
                bodyHash,
                id);
    }

    /** The part of a source system, made if new. */
    Part part(long id, int number, String sourceSystem) {
        jdbc.update(
                """
                insert into chartlift.reconciliation_part (reconciliation, part, source_system, state)
                values (?, ?, ?, 'reading') on conflict do nothing""",
                id,
                number,
                sourceSystem);
        return parts(id).stream().filter(p -> p.number() == number).findFirst().orElseThrow();
    }

    List<Part> parts(long id) {
        return jdbc.query(
                "select * from chartlift.reconciliation_part where reconciliation = ? order by part",
                (rs, i) -> new Part(
                        rs.getLong("reconciliation"),
                        rs.getInt("part"),
                        rs.getString("source_system"),
                        rs.getString("state"),
                        rs.getString("scan")),
                id);
    }

    void part(Part part, String state, String scan) {
        jdbc.update(
                "update chartlift.reconciliation_part set state = ?, scan = ? where reconciliation = ? and part = ?",
                state,
                scan,
                part.comparison(),
                part.number());
    }

    /** Source systems of which the ledger recorded something, in order of their rows. */
    List<String> sourceSystems() {
        return jdbc.queryForList(
                """
                select s.uri from chartlift.source_system s where exists
                (select 1 from chartlift.applied a where a.source_system = s.id) order by s.id""",
                String.class);
    }

    private static Comparison row(ResultSet rs, int number) throws SQLException {
        Timestamp finished = rs.getTimestamp("finished");
        String gate = rs.getString("gate");
        return new Comparison(
                rs.getLong("id"),
                rs.getString("asked"),
                rs.getString("state"),
                gate == null ? null : Gate.valueOf(gate.toUpperCase(Locale.ROOT)),
                rs.getTimestamp("started").toInstant(),
                finished == null ? null : finished.toInstant());
    }
}
