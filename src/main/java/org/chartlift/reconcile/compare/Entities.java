package org.chartlift.reconcile.compare;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.reconcile.statement.MessageStatements.Merge;

/**
 * Which Patient of the server each set of identifiers means. Where identifiers are shared by several Patients, the one with most of them, then the one
 * of which the fewest others are named, then the one with the first. Merges lead from the Patient that went to the one that stayed.
 */
final class Entities {
    private final Map<String, Set<String>> patients;
    private final Map<String, Integer> known = new HashMap<>();
    private final Map<String, String> mergedInto = new HashMap<>();

    /** @param patients {@code Patient/id} by identifier */
    Entities(Map<String, Set<String>> patients) {
        this.patients = patients;
        patients.values().forEach(ps -> ps.forEach(p -> known.merge(p, 1, Integer::sum)));
    }

    /** The Patient itself, {@code Patient/id}; for one that the server does not have, a name that begins with {@code ?}. */
    String of(List<String> identifiers) {
        Map<String, Integer> votes = new LinkedHashMap<>();
        for (String identifier : identifiers) {
            patients.getOrDefault(identifier, Set.of()).forEach(p -> votes.merge(p, 1, Integer::sum));
        }
        String best = "";
        int most = 0;
        for (Map.Entry<String, Integer> vote : votes.entrySet()) {
            if (vote.getValue() > most || (vote.getValue() == most && known.get(vote.getKey()) < known.get(best))) {
                best = vote.getKey();
                most = vote.getValue();
            }
        }
        return best.isEmpty() ? "?" + (identifiers.isEmpty() ? "" : identifiers.get(0)) : best;
    }

    void merge(Merge merge) {
        String from = of(merge.from());
        String into = of(merge.into());
        if (merge.undo()) {
            mergedInto.remove(from, into);
            mergedInto.remove(into, from);
        } else if (!from.equals(into)
                && !merge.from().isEmpty()
                && !merge.into().isEmpty()) {
            mergedInto.remove(into);
            mergedInto.put(from, into);
        }
    }

    /** The Patient that holds what was said of this one, after all merges. */
    String holder(String entity) {
        String holder = entity;
        for (int i = 0; i < mergedInto.size() && mergedInto.containsKey(holder); i++) {
            holder = mergedInto.get(holder);
        }
        return holder;
    }
}
