package org.chartlift.load;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.chartlift.ledger.MoveLedger.Move;
import org.chartlift.mapping.Replacement;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What the merges, moves and unlinks of a unit do to the resources of the patients, visits and accounts that they speak of: references are re-pointed to what
 * stands now, or given back. Resources of the unit are changed in the fold; stored ones of which no record of the unit speaks are read and changed some
 * at a time, so that a patient may own any number of them. For one thread.
 */
final class Moves {
    private static final int BATCH = 100;

    private final UnitFold fold;
    private final LoadServices services;
    private final Linking linking;
    private final Pointing pointing;
    private final List<Move> made = new ArrayList<>();
    private final List<Move> takenBack = new ArrayList<>();
    private final Map<String, List<Move>> toGiveBack = new TreeMap<>();

    private Moves(UnitFold fold, LoadServices services) {
        this.fold = fold;
        this.services = services;
        this.linking = fold.linking();
        this.pointing = new Pointing(services.fhir());
    }

    /** Completes the fold of a unit; to be called once all its records are applied. */
    static Moves complete(UnitFold fold, LoadServices services) {
        Moves moves = new Moves(fold, services);
        moves.followReplacements();
        moves.collectGivenBack();
        moves.inTheFold();
        return moves;
    }

    /** Whether stored resources are to be changed beside those of the unit. */
    boolean concernStored() {
        return !toGiveBack.isEmpty() || !standingReplacements().isEmpty();
    }

    /** References that were re-pointed. */
    List<Move> made() {
        return made;
    }

    /** References that were given back. */
    List<Move> takenBack() {
        return takenBack;
    }

    /** Every resource of the fold that was replaced, now or before, and what stands at the end of the chain. */
    private void followReplacements() {
        Map<String, String> next = new LinkedHashMap<>();
        for (Touched t : fold.all()) {
            String ref = t.reference();
            for (String by = Replacement.of(t.now()); !by.isEmpty() && next.put(ref, by) == null; ) {
                ref = by;
                by = Replacement.of(known(ref));
            }
        }
        next.keySet().forEach(old -> {
            Set<String> seen = new HashSet<>(Set.of(old));
            String end = next.get(old);
            while (next.containsKey(end) && seen.add(end)) {
                end = next.get(end);
            }
            if (!end.equals(old)) {
                pointing.replace(old, end, known(old), known(end));
            }
        });
    }

    private @Nullable Resource known(String reference) {
        if (!fold.isKnown(reference)) {
            services.stored().read(Set.of(reference)).forEach(fold::know);
        }
        return fold.state(reference);
    }

    private void collectGivenBack() {
        for (Linking.Separated s : linking.separated()) {
            // a visit or account that comes back moves like any other: whatever refers to it follows
            boolean patient = s.patient().startsWith("Patient/");
            if (patient && !Replacement.of(fold.state(s.patient())).equals(s.from())) {
                List<String> holders = List.of(s.from(), pointing.end(s.from()));
                services.moves().moved(s.patient(), holders).forEach(m -> toGiveBack
                        .computeIfAbsent(m.resource(), r -> new ArrayList<>())
                        .add(new Move(m.resource(), m.path(), m.from(), m.to(), s.seq())));
            }
        }
    }

    private void inTheFold() {
        Collection<Touched> all = fold.all().stream()
                .filter(t -> t.now() != null && Pointing.mayChange(t.reference()))
                .toList();
        for (Touched t : all) {
            List<Move> back = toGiveBack.remove(t.reference());
            giveBack(t, back == null ? List.of() : back);
        }
        boolean again = true;
        while (again) {
            again = false;
            for (Touched t : all) {
                again |= repoint(t, linking.replaced());
            }
        }
    }

    private boolean repoint(Touched t, Map<String, Long> seqs) {
        List<Move> moves = pointing.apply(t.reference(), t.resource(), seqs);
        moves.forEach(m -> noteChange(t, m));
        moves.stream().filter(m -> pointing.isReplaced(m.from())).forEach(made::add);
        return !moves.isEmpty();
    }

    private void giveBack(Touched t, List<Move> moves) {
        for (Move m : moves) {
            if (pointing.giveBack(t.resource(), m)) {
                noteChange(t, m);
            }
            takenBack.add(m);
        }
    }

    /** A resource of which no record speaks is only re-pointed. */
    private static void noteChange(Touched t, Move move) {
        if (t.by().isEmpty()) {
            t.repoint(move.seq());
        }
    }

    private Map<String, Long> standingReplacements() {
        return linking.replaced().entrySet().stream()
                .filter(e -> pointing.isReplaced(e.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }

    /**
     * Changes stored resources of which no record of the unit speaks. To be called within the unit's transaction.
     *
     * @param write writes some of them; called once for each batch
     */
    void stored(Consumer<List<Touched>> write) {
        batches(toGiveBack.keySet(), t -> giveBack(t, toGiveBack.getOrDefault(t.reference(), List.of())), write);
        Map<String, Long> seqs = standingReplacements();
        Set<String> done = fold.all().stream().map(Touched::reference).collect(Collectors.toCollection(HashSet::new));
        Set<String> next = seqs.isEmpty() ? Set.of() : concerned(seqs.keySet(), done);
        while (!next.isEmpty()) {
            Set<String> referrers = referrers(next);
            referrers.removeIf(r -> !done.add(r) || !Pointing.mayChange(r));
            Set<String> moved = new LinkedHashSet<>();
            batches(
                    referrers,
                    t -> {
                        repoint(t, seqs);
                        if (pointing.isMoved(t.reference())) {
                            moved.add(t.reference());
                        }
                    },
                    write);
            // what belonged to the former patient together with something that moved, moves too
            next = moved;
        }
    }

    /** What was replaced, and what of the unit went to another patient with it. */
    private Set<String> concerned(Set<String> replaced, Set<String> ofTheUnit) {
        Set<String> concerned = new LinkedHashSet<>(replaced);
        ofTheUnit.stream()
                .filter(r -> pointing.isMoved(r) && !pointing.isReplaced(r))
                .sorted()
                .forEach(concerned::add);
        return concerned;
    }

    private Set<String> referrers(Set<String> references) {
        Set<String> referrers = services.stored().referrers(references);
        Set<String> owners = references.stream()
                .filter(r -> r.startsWith("Encounter/"))
                .map(r -> Pointing.patient(fold.state(r)))
                .filter(p -> !p.isEmpty())
                .collect(Collectors.toSet());
        referrers.addAll(services.stored().withUnindexedVisit(owners));
        return referrers;
    }

    private void batches(Collection<String> references, Consumer<Touched> change, Consumer<List<Touched>> write) {
        List<String> all = List.copyOf(references);
        for (int from = 0; from < all.size(); from += BATCH) {
            List<String> some = all.subList(from, Math.min(all.size(), from + BATCH));
            List<Touched> changed = new ArrayList<>();
            services.stored().read(some).forEach((reference, stored) -> {
                Touched t = new Touched(reference, stored);
                if (t.now() != null) {
                    change.accept(t);
                }
                if (t.isRepointed()) {
                    t.seal(services.hasher());
                    changed.add(t);
                }
            });
            List<Touched> really = changed.stream().filter(Touched::isChanged).toList();
            if (!really.isEmpty()) {
                write.accept(really);
            }
        }
    }
}
