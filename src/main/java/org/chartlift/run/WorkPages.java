package org.chartlift.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.chartlift.ledger.RecordLedger;
import org.chartlift.ledger.RecordRow;
import org.chartlift.ledger.WriteLedger;
import org.chartlift.ledger.WriteLedger.Found;
import org.chartlift.load.Work;
import org.chartlift.record.Finding;
import org.jspecify.annotations.Nullable;

/**
 * The run's records as pieces of work, read page by page: whole chunks, small ones together. The pieces depend on the plan alone, never on the
 * workers. For one thread.
 */
final class WorkPages implements Iterator<Work> {
    private static final int PAGE = 1000;
    private static final int PIECE_RECORDS = 50;
    private static final long PIECE_BYTES = 1 << 20;

    private final long run;
    private final RecordLedger records;
    private final WriteLedger writes;
    private final ArrayDeque<RecordRow> page = new ArrayDeque<>();
    private long chunk = -1;
    private long seq = -1;
    private boolean ended;

    WorkPages(long run, RecordLedger records, WriteLedger writes) {
        this.run = run;
        this.records = records;
        this.writes = writes;
    }

    @Override
    public boolean hasNext() {
        return peek() != null;
    }

    private @Nullable RecordRow peek() {
        if (page.isEmpty() && !ended) {
            List<RecordRow> next = records.page(run, chunk, seq, PAGE);
            page.addAll(next);
            ended = next.size() < PAGE;
            if (!next.isEmpty()) {
                chunk = next.get(next.size() - 1).chunk();
                seq = next.get(next.size() - 1).seq();
            }
        }
        return page.peek();
    }

    @Override
    public Work next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<RecordRow> piece = new ArrayList<>();
        long bytes = 0;
        for (RecordRow row = peek(); row != null; row = peek()) {
            boolean full = piece.size() >= PIECE_RECORDS || bytes >= PIECE_BYTES;
            if (full && piece.get(piece.size() - 1).chunk() != row.chunk()) {
                break;
            }
            piece.add(page.remove());
            bytes += row.length();
        }
        return new Work(piece, findings(piece));
    }

    private Map<Long, List<Finding>> findings(List<RecordRow> piece) {
        List<Long> seqs = piece.stream().map(RecordRow::seq).toList();
        return writes.scanFindings(run, seqs).stream()
                .filter(f -> f.seq() != null)
                .collect(Collectors.groupingBy(
                        f -> java.util.Objects.requireNonNull(f.seq()),
                        Collectors.mapping(Found::finding, Collectors.toList())));
    }
}
