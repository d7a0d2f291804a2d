package org.chartlift.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What clinicians wrote, with its full content, and what of it still stands after what they wrote later. Safe for use by several threads. */
final class EditLog {
    /**
     * An edit that the server accepted.
     *
     * @param kind what kind of edit
     * @param claims what it said
     */
    record Edit(String kind, List<Claim> claims) {}

    private final List<Edit> edits = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<Standing> standing = new ArrayList<>();
    private final Map<String, Set<String>> elements = new TreeMap<>();

    /** A claim and the edit that made it. */
    record Standing(Claim claim, String kind) {}

    /**
     * Notes an edit of one resource.
     *
     * @param before what the resource was for the clinician; null if it was not there
     * @param written what the clinician wrote; null for a deletion
     */
    synchronized void accepted(
            String kind,
            String reference,
            @Nullable ObjectNode before,
            @Nullable ObjectNode written,
            List<Claim> claims) {
        edits.add(new Edit(kind, claims));
        standing.removeIf(
                s -> s.claim().resource().equals(reference) && !s.claim().holds(written));
        // to write what is there already is no edit: the server keeps no trace of who said so
        claims.stream()
                .filter(claim -> before == null || !claim.holds(before))
                .forEach(claim -> standing.add(new Standing(claim, kind)));
        Set<String> touched = elements.computeIfAbsent(reference, r -> new TreeSet<>());
        if (before == null || written == null) {
            touched.add("*");
        } else {
            for (ObjectNode side : List.of(before, written)) {
                for (Iterator<String> names = side.fieldNames(); names.hasNext(); ) {
                    String name = names.next();
                    if (before.get(name) == null || !before.get(name).equals(written.get(name))) {
                        touched.add(name);
                    }
                }
            }
        }
    }

    synchronized void refused(String kind, String reference, int status) {
        refused.add(kind + " " + reference + " " + status);
    }

    /** What must hold now. */
    synchronized List<Standing> standing() {
        return List.copyOf(standing);
    }

    synchronized List<Edit> edits() {
        return List.copyOf(edits);
    }

    synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    /** Top-level elements of a resource that clinicians changed; {@code *} where they made or deleted it. Empty for one they left alone. */
    synchronized Set<String> touched(String reference) {
        return Set.copyOf(elements.getOrDefault(reference, Set.of()));
    }
}
