package org.chartlift.source;

import java.io.IOException;

/** A record's bytes are not those that were scanned: the file changed, or is gone. */
public final class SourceChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    public SourceChangedException(RecordHeader header) {
        super("the source changed since it was scanned: " + header.location());
    }
}
