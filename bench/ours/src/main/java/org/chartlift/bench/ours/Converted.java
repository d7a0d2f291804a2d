package org.chartlift.bench.ours;

import java.io.IOException;
import org.chartlift.bench.Messages;
import org.chartlift.mapping.Conversion;
import org.chartlift.source.UnreadableRecordException;

/** Says what ours makes of the messages; fails if it does not convert each, for then the two sides would not do the same work. */
public final class Converted {
    private Converted() {}

    public static void main(String[] args) throws IOException, UnreadableRecordException {
        OurConverter converter = new OurConverter();
        for (String kind : Messages.KINDS) {
            Messages messages = Messages.of(kind);
            long resources = 0;
            long leaves = 0;
            for (int i = 0; i < messages.size(); i++) {
                Conversion conversion = converter.convert(messages.get(i));
                if (!conversion.isClean() || conversion.resources().isEmpty()) {
                    throw new IllegalStateException(kind + " message " + i + ": " + conversion.findings());
                }
                resources += conversion.resources().size();
                leaves += conversion.outcomes().size();
            }
            System.out.println(kind + ": " + messages.size() + " converted by ours, " + resources + " resources, " + leaves
                    + " leaves accounted for");
        }
    }
}
