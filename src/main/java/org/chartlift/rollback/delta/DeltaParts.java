package org.chartlift.rollback.delta;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Gathers the parts of a delta and lets go of each as soon as it is full, so that memory is bounded. Not safe for use by several threads. */
final class DeltaParts {
    /** Takes parts that are full. */
    @FunctionalInterface
    interface Sink {
        /** Keeps the part and says where. */
        String keep(DeltaFile.Kind kind, int number, byte[] content);
    }

    private static final int FULL = 4 << 20;

    private final Sink sink;
    private final int full;
    private final Map<DeltaFile.Kind, Open> open = new EnumMap<>(DeltaFile.Kind.class);
    private final List<DeltaFile> files = new ArrayList<>();

    DeltaParts(Sink sink) {
        this(sink, FULL);
    }

    DeltaParts(Sink sink, int full) {
        this.sink = sink;
        this.full = full;
    }

    private static final class Open {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long entries;
        private int number;
    }

    void add(DeltaFile.Kind kind, String entry) {
        Open part = open.computeIfAbsent(kind, k -> new Open());
        part.bytes.writeBytes(entry.getBytes(StandardCharsets.UTF_8));
        part.entries++;
        if (part.bytes.size() >= full) {
            letGo(kind, part);
        }
    }

    private void letGo(DeltaFile.Kind kind, Open part) {
        files.add(new DeltaFile(kind, sink.keep(kind, ++part.number, part.bytes.toByteArray()), part.entries));
        part.bytes.reset();
        part.entries = 0;
    }

    /** Lets go of the rest; all parts, kind by kind in order. */
    List<DeltaFile> end() {
        open.forEach((kind, part) -> {
            if (part.entries > 0) {
                letGo(kind, part);
            }
        });
        return files.stream()
                .sorted(java.util.Comparator.comparing(DeltaFile::kind))
                .toList();
    }
}
