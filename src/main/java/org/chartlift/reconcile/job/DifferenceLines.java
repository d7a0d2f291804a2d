package org.chartlift.reconcile.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chartlift.reconcile.Difference;
import org.hl7.fhir.r4.model.Binary;

/**
 * Differences as NDJSON, without values of patients: of these keyed hashes, so that two lines can be told to speak of the same value. Bounded: what does not fit
 * stands in the work rows, and the last line says so. For one thread.
 */
final class DifferenceLines {
    private static final String CONTENT_TYPE = "application/x-ndjson";
    private static final int MOST_BYTES = 32 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeyedHash hash;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long left;

    DifferenceLines(KeyedHash hash) {
        this.hash = hash;
    }

    void add(Difference d) {
        if (out.size() > MOST_BYTES) {
            left++;
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("level", d.check().level().code());
        line.put("check", d.check().name());
        line.put("class", d.check().severity().name());
        put(line, "record", d.record());
        put(line, "sourcePath", d.sourcePath());
        put(line, "expectedHash", hash.text(d.expected()));
        put(line, "reference", d.reference());
        put(line, "serverPath", d.serverPath());
        put(line, "actualHash", hash.text(d.actual()));
        write(line);
    }

    private static void put(Map<String, Object> line, String name, String value) {
        if (!value.isEmpty()) {
            line.put(name, value);
        }
    }

    private void write(Map<String, Object> line) {
        try {
            out.writeBytes(JSON.writeValueAsString(line).getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line holds plain values", e);
        }
    }

    Binary binary(String id) {
        if (left > 0) {
            write(Map.of("cut", "The list is cut here; " + left + " more differences are counted in the report."));
        }
        Binary binary = new Binary().setContentType(CONTENT_TYPE).setData(out.toByteArray());
        binary.setId(id);
        return binary;
    }
}
