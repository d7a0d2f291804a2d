package org.chartlift.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.chartlift.ledger.QuarantineLedger.Standing;
import org.chartlift.ledger.RecordRow;
import org.chartlift.ledger.Run;
import org.chartlift.ledger.RunMode;
import org.chartlift.ledger.RunState;
import org.chartlift.ledger.WriteLedger.Found;
import org.chartlift.record.ContentHash;
import org.chartlift.source.SourceReader;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes a run's rows: from its sources, or from the quarantine. For one thread. */
final class Plan {
    private static final int BATCH = 5000;

    private final RunServices services;
    private final List<SourceReader> readers;
    private final Run run;
    private final List<Source> sources;
    private final TransactionTemplate transaction;

    Plan(RunServices services, List<SourceReader> readers, Run run, List<Source> sources) {
        this.readers = readers;
        this.services = services;
        this.run = run;
        this.sources = sources;
        this.transaction = new TransactionTemplate(services.transactions());
    }

    /**
     * Plans the run. A run whose process was lost keeps its rows if the sources still are what they were; else, and if its scan had not ended,
     * it begins anew.
     *
     * @throws IOException if a source cannot be listed
     */
    void make() throws IOException {
        if (run.state() == RunState.LOADING && (run.mode() == RunMode.RETRY || sameSources())) {
            return;
        }
        transaction.executeWithoutResult(status -> services.runs().rescan(run.id()));
        String digest = run.mode() == RunMode.RETRY ? fromQuarantine() : fromSources();
        services.load().records().planned();
        transaction.executeWithoutResult(status -> {
            services.load().records().markApplied(run);
            services.load().records().markDuplicates(run.id());
            services.runs().planned(run.id(), digest);
        });
    }

    private boolean sameSources() throws IOException {
        Scan scan = new Scan(readers, Scan.Sink.none());
        scan.run(sources);
        return scan.digest().equals(run.scan());
    }

    private String fromSources() throws IOException {
        Scan scan = new Scan(readers, this::insert);
        scan.run(sources);
        Long[] chunks = new Long[scan.chunks().size()];
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = (long) scan.chunks().chunk(i);
        }
        setChunks(chunks);
        services.accounts().control(run.id(), scan.totals());
        return scan.digest();
    }

    private void insert(List<RecordRow> rows, List<Found> findings) {
        transaction.executeWithoutResult(status -> {
            services.load().records().insert(run.id(), rows);
            services.load().writes().addScanFindings(run.id(), findings);
        });
    }

    private void setChunks(Long[] chunks) {
        for (int from = 0; from < chunks.length; from += BATCH) {
            Long[] part = java.util.Arrays.copyOfRange(chunks, from, Math.min(chunks.length, from + BATCH));
            services.load().records().chunks(run.id(), from, part);
        }
    }

    /** The records that stand in quarantine, or those of them that the sources hold too. */
    private String fromQuarantine() throws IOException {
        Set<ContentHash> wanted = new HashSet<>();
        if (!sources.isEmpty()) {
            new Scan(readers, (rows, findings) -> rows.forEach(r -> wanted.add(r.hash()))).run(sources);
        }
        Map<String, Long> chunkOf = new HashMap<>();
        List<Long> chunks = new ArrayList<>();
        Map<String, long[]> totals = new TreeMap<>();
        List<Standing> page = page(-1, -1);
        while (!page.isEmpty()) {
            List<RecordRow> rows = new ArrayList<>();
            List<Found> findings = new ArrayList<>();
            for (Standing s : page) {
                if (sources.isEmpty() || wanted.contains(s.record().hash())) {
                    long seq = chunks.size();
                    chunks.add(
                            chunkOf.computeIfAbsent(s.run() + "/" + s.record().chunk(), k -> seq));
                    rows.add(renumbered(s.record(), seq));
                    s.scanned().forEach(f -> findings.add(new Found(seq, "", f)));
                    long[] total = totals.computeIfAbsent(s.record().kind(), k -> new long[2]);
                    total[0]++;
                    total[1] += s.record().length();
                }
            }
            insert(rows, findings);
            Standing last = page.get(page.size() - 1);
            page = page(last.run(), last.record().seq());
        }
        setChunks(chunks.toArray(Long[]::new));
        services.accounts().control(run.id(), totals);
        return "quarantine";
    }

    private List<Standing> page(long behindRun, long behindSeq) {
        return services.load().quarantine().page(run.systemId(), behindRun, behindSeq, BATCH);
    }

    private static RecordRow renumbered(RecordRow r, long seq) {
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
                seq,
                null,
                null,
                "");
    }
}
