package org.chartlift.rollback.delta;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import java.util.List;
import java.util.function.Supplier;
import org.chartlift.load.OperationalWriter;
import org.hl7.fhir.r4.model.Binary;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes what others wrote between a checkpoint and a mark as Binaries, each a few megabytes. A repeat up to the same mark writes the same Binaries, because
 * versions that others wrote do not change. Safe for use by several threads.
 */
public final class ReverseDeltas {
    private final FhirContext fhir;
    private final DaoRegistry daos;
    private final JdbcTemplate jdbc;
    private final OperationalWriter writer;
    private final Supplier<LegacyNames> names;

    /** @param names the names of the legacy system by the maps as they are now; asked once for each delta */
    public ReverseDeltas(
            FhirContext fhir,
            DaoRegistry daos,
            JdbcTemplate jdbc,
            OperationalWriter writer,
            Supplier<LegacyNames> names) {
        this.fhir = fhir;
        this.daos = daos;
        this.jdbc = jdbc;
        this.writer = writer;
        this.names = names;
    }

    /**
     * Writes the delta, each Binary in a transaction of its own; not to be called in a transaction.
     *
     * @param rollback number of the rollback; it is in the Binaries' ids
     * @param mark the checkpoint's mark: what has a higher one came later
     * @param upTo where it ends: all that has a smaller mark is committed, and is in it
     * @return the Binaries by kind and in order; none of a kind that has no entries
     */
    public List<DeltaFile> publish(long rollback, long mark, long upTo, DeltaScope scope) {
        StoredVersions versions = new StoredVersions(fhir, daos);
        DeltaParts parts = new DeltaParts((kind, number, content) -> {
            Binary binary = new Binary().setContentType(kind.contentType()).setData(content);
            binary.setId("chartlift-delta-" + rollback + '-' + kind.word() + '-' + number);
            writer.write(binary);
            return binary.getIdElement().getIdPart();
        });
        List<DeltaFile> files = new ReverseDelta(names.get(), versions)
                .write(new StoredChanges(jdbc, versions, mark, upTo), scope, parts);
        keep(rollback, files);
        jdbc.update("update chartlift.rollback set delta_mark = ? where id = ?", upTo, rollback);
        return files;
    }

    private void keep(long rollback, List<DeltaFile> files) {
        jdbc.update("delete from chartlift.delta_file where rollback = ? and seq >= ?", rollback, files.size());
        for (int seq = 0; seq < files.size(); seq++) {
            DeltaFile file = files.get(seq);
            jdbc.update(
                    """
                    insert into chartlift.delta_file (rollback, seq, kind, binary_id, entries) values (?, ?, ?, ?, ?)
                    on conflict (rollback, seq) do update
                    set kind = excluded.kind, binary_id = excluded.binary_id, entries = excluded.entries""",
                    rollback,
                    seq,
                    file.kind().word(),
                    file.binary(),
                    file.entries());
        }
    }

    /** The Binaries of a rollback's delta, in order; empty if it has none. */
    public List<DeltaFile> of(long rollback) {
        return jdbc.query(
                "select kind, binary_id, entries from chartlift.delta_file where rollback = ? order by seq",
                (rs, i) -> new DeltaFile(DeltaFile.Kind.of(rs.getString(1)), rs.getString(2), rs.getLong(3)),
                rollback);
    }
}
