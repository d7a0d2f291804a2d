package org.chartlift.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says what is wrong with a server after a rollback, from three exports and the log of the edits alone: nothing of the rollback's own code or tables
 * is asked.
 *
 * @param before the server at the checkpoint
 * @param loaded the server after the load, before any edit
 * @param after the server after the rollback
 * @param log what clinicians wrote between the load and the end of the rollback
 */
record RollbackChecker(Snapshot before, Snapshot loaded, Snapshot after, EditLog log) {

    /** One line a violation, each beginning with the property it breaks; empty if all hold. */
    List<String> violations() {
        List<String> violations = new ArrayList<>();
        lostEdits().forEach(s -> violations.add("lost edit: " + s.kind() + " " + s.claim()));
        newDangling().forEach(d -> violations.add("dangling: " + d));
        violations.addAll(untouchedButDifferent());
        violations.addAll(unexplained());
        return violations;
    }

    /** Edits that are neither on the server nor told by a conflict Task. */
    List<EditLog.Standing> lostEdits() {
        List<Told> told = new ArrayList<>();
        after.work().forEach((reference, json) -> {
            if (reference.startsWith("Task/") && !json.equals(before.work().get(reference))) {
                told.addAll(Told.by(Json.object(json)));
            }
        });
        return log.standing().stream()
                .filter(s -> !s.claim().holds(after.get(s.claim().resource())))
                .filter(s -> told.stream().noneMatch(t -> t.tells(s.claim())))
                .toList();
    }

    /**
     * References that lead nowhere now and led somewhere, or were not there, before the load; but for those between two resources of which clinicians made
     * the one and deleted the other, which the server lets them where no search parameter indexes the element.
     */
    Set<String> newDangling() {
        Set<String> dangling = new TreeSet<>(after.dangling());
        dangling.removeAll(before.dangling());
        dangling.removeIf(d -> {
            String[] ends = d.split(" -> ");
            return log.touched(ends[0]).contains("*")
                    && log.standing().stream().anyMatch(s -> s.claim().equals(new Claim.Gone(ends[1])));
        });
        return dangling;
    }

    /** What was there at the checkpoint: as it was, but for the elements that clinicians changed. */
    List<String> untouchedButDifferent() {
        List<String> different = new ArrayList<>();
        for (String reference : before.facts().keySet()) {
            Set<String> touched = log.touched(reference);
            if (touched.contains("*")) {
                continue;
            }
            ObjectNode was = before.get(reference);
            ObjectNode is = after.get(reference);
            if (was == null || is == null) {
                different.add("not restored: " + reference + " is gone");
                continue;
            }
            Set<String> names = new TreeSet<>();
            was.fieldNames().forEachRemaining(names::add);
            is.fieldNames().forEachRemaining(names::add);
            names.removeAll(touched);
            if (!touched.isEmpty()) {
                names.remove("meta");
            }
            for (String name : names) {
                if (was.get(name) == null || !was.get(name).equals(is.get(name))) {
                    different.add("not restored: " + reference + "." + name + " was " + was.get(name) + ", is "
                            + is.get(name));
                }
            }
        }
        return different;
    }

    /** What the load made must be gone, unless a clinician wrote in it or something that is kept needs it. */
    List<String> unexplained() {
        Set<String> kept = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>();
        for (String reference : after.facts().keySet()) {
            if (before.has(reference) || !log.touched(reference).isEmpty()) {
                open.add(reference);
            }
        }
        while (!open.isEmpty()) {
            String reference = open.pop();
            ObjectNode resource = after.get(reference);
            if (resource != null && kept.add(reference)) {
                open.addAll(Snapshot.references(resource));
            }
        }
        List<String> unexplained = new ArrayList<>();
        for (String reference : after.facts().keySet()) {
            ObjectNode is = after.get(reference);
            if (!kept.contains(reference)) {
                unexplained.add("left behind: " + reference);
            } else if (!before.has(reference) && log.touched(reference).isEmpty()) {
                ObjectNode was = loaded.get(reference);
                if (was == null) {
                    unexplained.add("from nowhere: " + reference);
                } else if (!new Claim.Whole(reference, was).holds(is)) {
                    unexplained.add("kept but changed: " + reference);
                }
            }
        }
        return unexplained;
    }
}
