package org.chartlift.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.chartlift.ledger.Accounts;
import org.chartlift.ledger.RecordLedger;
import org.chartlift.ledger.RecordRow;
import org.chartlift.ledger.Run;
import org.chartlift.ledger.RunMode;
import org.chartlift.ledger.WriteLedger;
import org.chartlift.ledger.WriteLedger.Found;
import org.chartlift.ledger.WriteLedger.UnmappedCode;
import org.chartlift.record.Disposition;
import org.chartlift.record.Finding;
import org.hl7.fhir.r4.model.Binary;
import org.jspecify.annotations.Nullable;

/**
 * The report of a run: NDJSON, one line per record that was not clean, in source order, behind one per file that was not, and then one per code that no vocabulary
 * knew, the most frequent first. Holds no value of a patient. Bounded: what does not fit stands in the ledger, and the last line says so.
 */
final class RunReport {
    private static final String CONTENT_TYPE = "application/x-ndjson";
    private static final int MOST_BYTES = 32 << 20;
    private static final int PAGE = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MOST_CODES = 1000;
    private static final int MOST_CHANGED = 100_000;

    private final RecordLedger records;
    private final WriteLedger writes;
    private final Accounts accounts;

    RunReport(RecordLedger records, WriteLedger writes, Accounts accounts) {
        this.accounts = accounts;
        this.records = records;
        this.writes = writes;
    }

    Binary of(Run run) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writes.fileFindings(run.id()).stream()
                .collect(Collectors.groupingBy(
                        Found::file, java.util.TreeMap::new, Collectors.mapping(Found::finding, Collectors.toList())))
                .forEach((file, findings) -> line(out, file, "", null, "", findings));
        boolean whole = records(run, out);
        if (run.mode() == RunMode.DELTA) {
            accounts.changed(run.id(), MOST_CHANGED).forEach(changed -> line(out, Map.of("changed", changed)));
        }
        for (UnmappedCode code : accounts.unmapped(run.id(), MOST_CODES)) {
            line(out, Map.of("unmappedCode", code));
        }
        if (!whole) {
            line(out, "", "", null, "The report is cut here; the ledger has the rest.", List.of());
        }
        Binary binary = new Binary().setContentType(CONTENT_TYPE).setData(out.toByteArray());
        binary.setId(run.reportId());
        return binary;
    }

    private boolean records(Run run, ByteArrayOutputStream out) {
        List<RecordRow> page = records.notClean(run.id(), -1, PAGE);
        while (!page.isEmpty()) {
            Map<Long, List<Finding>> findings =
                    writes.findings(run.id(), page.stream().map(RecordRow::seq).toList()).stream()
                            .collect(Collectors.groupingBy(
                                    f -> Objects.requireNonNull(f.seq()),
                                    Collectors.mapping(Found::finding, Collectors.toList())));
            for (RecordRow r : page) {
                line(
                        out,
                        r.location(),
                        r.kind(),
                        r.disposition(),
                        r.reason(),
                        findings.getOrDefault(r.seq(), List.of()));
                if (out.size() > MOST_BYTES) {
                    return false;
                }
            }
            page = records.notClean(run.id(), page.get(page.size() - 1).seq(), PAGE);
        }
        return true;
    }

    private static void line(
            ByteArrayOutputStream out,
            String location,
            String kind,
            @Nullable Disposition disposition,
            String reason,
            List<Finding> findings) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("location", location);
        if (disposition != null) {
            line.put("kind", kind);
            line.put("disposition", disposition.word());
        }
        line.put("reason", reason);
        line.put("findings", findings);
        line(out, line);
    }

    private static void line(ByteArrayOutputStream out, Map<String, ?> line) {
        try {
            out.writeBytes(JSON.writeValueAsString(line).getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line holds plain values", e);
        }
    }
}
