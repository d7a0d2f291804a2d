package org.chartlift.bench.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chartlift.bench.Messages;

/** Deletes the messages that the peer refuses or answers with an empty Bundle, so that both sides are measured on the same work. */
public final class Accepted {
    private Accepted() {}

    public static void main(String[] args) throws IOException {
        PeerConverter converter = new PeerConverter();
        for (String kind : Messages.KINDS) {
            List<Path> files = Messages.files(kind);
            int refused = 0;
            long resources = 0;
            for (Path file : files) {
                int made = resources(converter, Files.readString(file, StandardCharsets.UTF_8));
                resources += made;
                if (made == 0) {
                    Files.delete(file);
                    refused++;
                }
            }
            System.out.println(kind + ": " + (files.size() - refused) + " accepted by the peer, " + refused + " refused, " + resources
                    + " resources");
        }
    }

    private static int resources(PeerConverter converter, String message) {
        try {
            return converter.convert(message).getEntry().size();
        } catch (RuntimeException refused) {
            System.out.println("refused: " + refused.getClass().getSimpleName());
            return 0;
        }
    }
}
