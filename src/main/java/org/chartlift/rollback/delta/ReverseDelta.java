package org.chartlift.rollback.delta;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import org.chartlift.rollback.merge.JsonTrees;

/** Writes changes as FHIR and as HL7 v2, and what HL7 v2 cannot say as a list. The same changes give the same bytes. */
final class ReverseDelta {
    private final MessageWriter messages;

    ReverseDelta(LegacyNames names, ResourceLookup resources) {
        this.messages = new MessageWriter(names, resources);
    }

    /** Writes all changes; holds one of them, and the parts that are not full, in memory. */
    List<DeltaFile> write(Iterator<LaterChange> changes, DeltaScope scope, DeltaParts parts) {
        while (changes.hasNext()) {
            LaterChange change = changes.next();
            if (scope.includes(change)) {
                write(change, parts);
            }
        }
        return parts.end();
    }

    private void write(LaterChange change, DeltaParts parts) {
        if (change.kind() == LaterChange.Kind.DELETED) {
            parts.add(DeltaFile.Kind.DELETED, line(deletion(change)));
        } else {
            parts.add(DeltaFile.Kind.RESOURCES, line(change.content()));
        }
        MessageWriter.Written written = messages.write(change);
        if (!written.message().isEmpty()) {
            parts.add(DeltaFile.Kind.MESSAGES, written.message());
        }
        written.unexpressed().forEach(u -> parts.add(DeltaFile.Kind.INEXPRESSIBLE, line(line(u))));
    }

    private static ObjectNode deletion(LaterChange change) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("reference", change.reference())
                .put("who", change.who())
                .put("at", change.at().toString())
                .set("last", change.content());
    }

    private static ObjectNode line(Unexpressed unexpressed) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("reference", unexpressed.reference())
                .put("path", unexpressed.path())
                .put("reason", unexpressed.reason());
    }

    private static String line(ObjectNode tree) {
        return JsonTrees.write(tree) + '\n';
    }
}
