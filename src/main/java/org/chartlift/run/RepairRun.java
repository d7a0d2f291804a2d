package org.chartlift.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.chartlift.ledger.LineageLedger;
import org.chartlift.ledger.RecordRow;
import org.chartlift.ledger.Run;
import org.chartlift.load.LoadRun;
import org.chartlift.load.Reapplying;
import org.chartlift.record.ContentHash;
import org.springframework.transaction.support.TransactionTemplate;

/** The plan and the work of a repair: rows for the records that are migrated again, and their patients one after the other. For one thread. */
final class RepairRun {
    private final RunServices services;
    private final Run run;
    private final RepairRequest request;
    private final LineageLedger lineage;

    RepairRun(RunServices services, Run run, RepairRequest request) {
        this.services = services;
        this.run = run;
        this.request = request;
        this.lineage = services.lineage();
    }

    /** Makes the run's rows. */
    void plan() throws IOException {
        TransactionTemplate transaction = new TransactionTemplate(services.transactions());
        Map<String, long[]> totals = new TreeMap<>();
        List<RecordRow> rows = new ArrayList<>();
        long seq = 0;
        for (RepairGroup group : request.groups()) {
            long chunk = seq;
            for (ContentHash hash : group.records()) {
                if (group.again().contains(hash)) {
                    RecordRow row = renumbered(known(hash), seq++, chunk);
                    long[] total = totals.computeIfAbsent(row.kind(), k -> new long[2]);
                    total[0]++;
                    total[1] += row.length();
                    rows.add(row);
                }
            }
        }
        Long[] chunks = rows.stream().map(RecordRow::chunk).toArray(Long[]::new);
        transaction.executeWithoutResult(status -> {
            services.runs().rescan(run.id());
            services.load().records().insert(run.id(), rows);
            services.load().records().chunks(run.id(), 0, chunks);
            services.accounts().control(run.id(), totals);
            services.runs().planned(run.id(), "repair");
        });
    }

    private RecordRow known(ContentHash hash) throws IOException {
        return lineage.latest(hash)
                .map(LineageLedger.Met::row)
                .orElseThrow(() -> new IOException("the ledger does not know the record " + hash));
    }

    private static RecordRow renumbered(RecordRow r, long seq, long chunk) {
        return new RecordRow(
                seq,
                0,
                r.file(),
                r.number(),
                r.offset(),
                r.length(),
                r.hash(),
                r.format(),
                r.kind(),
                r.controlId(),
                chunk,
                null,
                null,
                "");
    }

    /** Migrates again, patient by patient. */
    void run(LoadRun load) throws IOException {
        Reapplying reapplying = new Reapplying(services.load(), load, request.named());
        long seq = 0;
        for (RepairGroup group : request.groups()) {
            List<RecordRow> rows = new ArrayList<>();
            Set<Long> again = new HashSet<>();
            for (ContentHash hash : group.records()) {
                boolean mine = group.again().contains(hash);
                long number = mine ? seq++ : -1L - rows.size();
                rows.add(renumbered(known(hash), number, 0));
                if (mine) {
                    again.add(number);
                }
            }
            if (!load.stopReason().isEmpty()) {
                return;
            }
            reapplying.run(rows, again);
        }
    }
}
