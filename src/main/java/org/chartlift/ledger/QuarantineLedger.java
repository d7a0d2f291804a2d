package org.chartlift.ledger;

import java.util.HexFormat;
import java.util.List;
import org.chartlift.record.ContentHash;
import org.chartlift.record.Finding;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The records that stand in quarantine: one entry per source system and bytes, whichever run found it last. Safe for use by several
 * threads; joins the caller's transaction where there is one.
 */
public final class QuarantineLedger {
    private static final HexFormat HEX = HexFormat.of();

    private final JdbcTemplate jdbc;

    public QuarantineLedger(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A record for the quarantine.
     *
     * @param record the record
     * @param task logical id of its Task
     * @param scanned what the scan had found
     * @param findings why
     */
    public record Entry(RecordRow record, String task, List<Finding> scanned, List<Finding> findings) {}

    /**
     * A record in quarantine.
     *
     * @param run the run that met it last
     * @param record the record as that run had it
     * @param scanned what the scan had found
     */
    public record Standing(long run, RecordRow record, List<Finding> scanned) {}

    /**
     * Puts records in, or back in with what was found now.
     *
     * @return the entries that say something new: those of records that did not stand there with the same findings
     */
    public List<Entry> open(Run run, List<Entry> entries) {
        return entries.stream().filter(e -> open(run, e) > 0).toList();
    }

    private int open(Run run, Entry e) {
        RecordRow r = e.record();
        return jdbc.update(
                """
                insert into chartlift.quarantine as q (source_system, sha256, run, seq, chunk, file, number, byte_offset, byte_length,
                format, kind, control_id, scan_findings, findings, task, state)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, 'open')
                on conflict (source_system, sha256) do update set findings = excluded.findings, state = 'open', resolved_by = null,
                run = excluded.run, seq = excluded.seq, chunk = excluded.chunk
                where q.state <> 'open' or q.findings <> excluded.findings""",
                run.systemId(),
                HEX.parseHex(r.hash().hex()),
                run.id(),
                r.seq(),
                r.chunk(),
                r.file(),
                r.number(),
                r.offset(),
                r.length(),
                r.format(),
                r.kind(),
                r.controlId(),
                FindingsJson.of(e.scanned()),
                FindingsJson.of(e.findings()),
                e.task());
    }

    /** Takes loaded records out and answers the ids of their Tasks. */
    public List<String> resolve(Run run, List<ContentHash> loaded) {
        byte[][] hashes = loaded.stream().map(h -> HEX.parseHex(h.hex())).toArray(byte[][]::new);
        return jdbc.query(
                connection -> {
                    var ps = connection.prepareStatement(
                            """
                            update chartlift.quarantine set state = 'resolved', resolved_by = ?
                            where source_system = ? and state = 'open' and sha256 = any(?) returning task""");
                    ps.setLong(1, run.id());
                    ps.setInt(2, run.systemId());
                    ps.setArray(3, connection.createArrayOf("bytea", hashes));
                    return ps;
                },
                (rs, i) -> rs.getString(1));
    }

    /** How many records of the source system stand in quarantine. */
    public long open(int systemId) {
        Long n = jdbc.queryForObject(
                "select count(*) from chartlift.quarantine where source_system = ? and state = 'open'",
                Long.class,
                systemId);
        return n == null ? 0 : n;
    }

    /** The records that stand in quarantine, in the order in which they were met; behind ({@code run}, {@code seq}), for paging. */
    public List<Standing> page(int systemId, long run, long seq, int limit) {
        return jdbc.query(
                """
                select *, null as duplicate_of, null as disposition, '' as reason, 0 as source from chartlift.quarantine
                where source_system = ? and state = 'open' and (run, seq) > (?, ?) order by run, seq limit ?""",
                (rs, i) -> new Standing(
                        rs.getLong("run"), RecordLedger.row(rs, i), FindingsJson.parse(rs.getString("scan_findings"))),
                systemId,
                run,
                seq,
                limit);
    }
}
