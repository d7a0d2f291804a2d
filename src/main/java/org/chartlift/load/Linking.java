package org.chartlift.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.chartlift.ledger.ContentHasher;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.mapping.Replacement;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What a record says of two patients, visits or accounts at once: that one has taken the other's place, or that they are different ones. Writes both
 * sides in the fold and remembers what then has to be re-pointed or given back ({@link Moves}). For one thread.
 */
final class Linking {
    private final UnitFold fold;
    private final ContentHasher hasher;
    private final Map<String, Long> replaced = new LinkedHashMap<>();
    private final List<Separated> separated = new ArrayList<>();

    /** The patient, merged into the other one before, is a patient again by this record. */
    record Separated(String patient, String from, long seq) {}

    Linking(UnitFold fold, ContentHasher hasher) {
        this.fold = fold;
        this.hasher = hasher;
    }

    /** What was replaced by a record of the unit, with the record's number. */
    Map<String, Long> replaced() {
        return replaced;
    }

    List<Separated> separated() {
        return separated;
    }

    /**
     * To be called when the record is applied.
     *
     * @param before what the record speaks of as it was before the record, where it existed
     */
    void apply(ConvertedRecord record, Map<String, Resource> before) {
        long seq = record.row().seq();
        record.own().forEach(r -> {
            linkedAgain(r.resource(), fold.touch(r.reference()).now());
            Replacement.unlinkedFrom(r.resource()).forEach(other -> separate(seq, r.reference(), other));
            if (!r.mergedInto().isEmpty() && !r.mergedInto().equals(r.reference())) {
                replace(seq, record, r, before);
            }
        });
    }

    /** Whom a record links, an earlier one no longer tells apart. */
    private static void linkedAgain(Resource said, @Nullable Resource now) {
        if (said instanceof Patient update && now instanceof Patient patient && update.hasLink()) {
            Set<String> linked = update.getLink().stream()
                    .map(l -> l.getOther().getReference())
                    .collect(Collectors.toSet());
            patient.getExtension()
                    .removeIf(e -> Replacement.UNLINKED_FROM.equals(e.getUrl())
                            && e.getValue() instanceof Reference other
                            && linked.contains(other.getReference()));
        }
    }

    private void replace(long seq, ConvertedRecord record, ConvertedResource said, Map<String, Resource> before) {
        String old = said.reference();
        String by = said.mergedInto();
        boolean back = old.equals(Replacement.of(before.get(by)));
        if (back) {
            // what was merged into the other one takes its place now
            unlink(seq, by, old, true);
            unlink(seq, old, by, false);
            revive(
                    fold.touch(by).now(),
                    record.own(by).map(ConvertedResource::resource).orElse(null));
        }
        Resource was = before.get(old);
        Resource now = fold.touch(by).now();
        if (was != null && now != null && (back || !before.containsKey(by))) {
            fold.touch(by).set(seq, Merging.takeOver(now, former(was, said.resource())), hasher);
        }
        link(seq, old, by);
        replaced.put(old, seq);
    }

    /** The map may have written the links already; what is missing is added. */
    private void link(long seq, String old, String by) {
        if (fold.touch(old).now() instanceof Patient patient && !linked(patient, by, LinkType.REPLACEDBY)) {
            patient.addLink().setType(LinkType.REPLACEDBY).setOther(new Reference(by));
        }
        if (fold.touch(by).now() instanceof Patient patient && !linked(patient, old, LinkType.REPLACES)) {
            fold.touch(by).by().add(seq);
            patient.addLink().setType(LinkType.REPLACES).setOther(new Reference(old));
        }
    }

    private static boolean linked(Patient patient, String other, LinkType type) {
        return patient.getLink().stream()
                .anyMatch(l -> l.getType() == type && other.equals(l.getOther().getReference()));
    }

    /** Takes away what linked the two, whatever it was. */
    private void separate(long seq, String one, String other) {
        boolean first = Replacement.of(fold.touch(one).now()).equals(other);
        boolean second = Replacement.of(fold.touch(other).now()).equals(one);
        unlink(seq, one, other, first);
        unlink(seq, other, one, second);
    }

    /** @param merged whether the one had been merged into the other */
    private void unlink(long seq, String from, String other, boolean merged) {
        if (merged) {
            separated.add(new Separated(from, other, seq));
        }
        if (!(fold.touch(from).now() instanceof Patient patient)) {
            return;
        }
        boolean changed =
                patient.getLink().removeIf(l -> other.equals(l.getOther().getReference()));
        if (merged && Replacement.of(patient).isEmpty() && patient.hasActive() && !patient.getActive()) {
            patient.setActiveElement(null);
        }
        if (changed) {
            fold.touch(from).by().add(seq);
            forget(patient, fold.touch(other).now());
        }
    }

    /** The identifiers that the one took over from the other when it took its place. */
    private static void forget(Patient patient, @Nullable Resource other) {
        if (other instanceof Patient o) {
            Set<String> others = Set.copyOf(
                    o.getIdentifier().stream().map(Members::key).distinct().toList());
            patient.getIdentifier().removeIf(i -> i.getUse() == IdentifierUse.OLD && others.contains(Members.key(i)));
        }
    }

    /** A visit or account that had been replaced stands again, with the state that the record says, if it says one. */
    private static void revive(@Nullable Resource resource, @Nullable Resource said) {
        if (resource instanceof DomainResource d) {
            d.getExtension().removeIf(e -> Replacement.REPLACED_BY.equals(e.getUrl()));
        }
        if (resource instanceof Encounter visit) {
            EncounterStatus status = said == null ? null : ((Encounter) said).getStatus();
            visit.setStatus(status == null ? EncounterStatus.UNKNOWN : status);
        } else if (resource instanceof Account account) {
            Account.AccountStatus status = said == null ? null : ((Account) said).getStatus();
            account.setStatus(status == null ? Account.AccountStatus.UNKNOWN : status);
        }
    }

    /** The replaced resource as it was, with those identifiers marked that the record calls prior ones. */
    private static Resource former(Resource was, Resource said) {
        Resource former = was.copy();
        Set<String> prior = Set.copyOf(
                identifiers(said).stream().map(Members::key).distinct().toList());
        identifiers(former).stream()
                .filter(i -> prior.contains(Members.key(i)))
                .forEach(i -> i.setUse(IdentifierUse.OLD));
        return former;
    }

    private static List<Identifier> identifiers(Resource resource) {
        return resource.getNamedProperty("identifier").getValues().stream()
                .filter(Identifier.class::isInstance)
                .map(Identifier.class::cast)
                .toList();
    }

    /** What the record speaks of, as far as it exists. */
    Map<String, Resource> before(ConvertedRecord record) {
        Map<String, Resource> before = new LinkedHashMap<>();
        record.own().filter(r -> record.isMerge()).forEach(r -> {
            for (String reference : List.of(r.reference(), r.mergedInto())) {
                Resource state = reference.isEmpty() ? null : fold.state(reference);
                if (state != null) {
                    before.put(reference, Objects.requireNonNull(state));
                }
            }
        });
        return before;
    }
}
