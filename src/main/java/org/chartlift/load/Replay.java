package org.chartlift.load;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.chartlift.ledger.ContentHasher;
import org.chartlift.ledger.MoveLedger;
import org.chartlift.ledger.RawStore;
import org.chartlift.ledger.RecordRow;
import org.chartlift.mapping.Conversion;
import org.chartlift.mapping.ConversionContext;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.mapping.MapSet;
import org.chartlift.mapping.identity.ResourceIds;
import org.chartlift.record.ContentHash;
import org.chartlift.record.SourceRef;
import org.chartlift.source.SourceReader;
import org.chartlift.source.UnreadableRecordException;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Does again what a run did with kept records, without writing anything. Safe for use by several threads. */
public final class Replay {
    private static final byte[] NOTHING = {};
    private static final String LOGICAL_ID = "urn:sha256:";

    private final FhirContext fhir;
    private final RawStore raw;
    private final ResourceIds ids;
    private final StoredResources stored;
    private final ContentHasher hasher;
    private final MoveLedger moves;
    private final Survivors survivors;

    public Replay(LoadServices services, ResourceIds ids) {
        this.ids = ids;
        fhir = services.fhir();
        raw = services.raw();
        stored = services.stored();
        hasher = services.hasher();
        moves = services.moves();
        survivors = new Survivors(stored, fhir);
    }

    /** Converts a kept record again, by the maps that are given, so that every value knows its origin. */
    public Conversion convert(RecordRow row, String sourceSystem, KeptMaps.Kept maps) throws ReplayImpossibleException {
        byte[] bytes = raw.get(row.hash()).orElseThrow(() -> new ReplayImpossibleException("source-not-kept"));
        SourceReader reader = maps.readers().stream()
                .filter(r -> r.format().equals(row.format()))
                .findFirst()
                .orElseThrow(() -> new ReplayImpossibleException("format-not-known"));
        try {
            return maps.maps()
                    .converter(MapSet.Options.LINEAGE)
                    .convert(reader.read(bytes), new ConversionContext(sourceSystem, row.hash(), ids));
        } catch (UnreadableRecordException e) {
            throw new ReplayImpossibleException("source-not-readable");
        } catch (IllegalStateException e) {
            throw new ReplayImpossibleException("conversion-failed");
        }
    }

    /**
     * The resource as the load makes it of these records, with what they say of two resources at once.
     *
     * @param reference {@code Type/id}
     * @param before the version that it stands on, and those of resources that it is merged with or parted from; not changed
     * @param said what the records say, in source order; not changed
     * @return null if there was nothing before and no record speaks of it
     */
    public @Nullable Resource fold(
            String reference, Map<String, Resource> before, Map<RecordRow, List<ConvertedResource>> said) {
        Map<String, Stored> standing = new HashMap<>();
        before.forEach((ref, resource) -> standing.put(ref, new Stored(0, resource.copy(), null)));
        UnitFold fold = new UnitFold(standing, hasher);
        SharedFold shared = null;
        for (Map.Entry<RecordRow, List<ConvertedResource>> e : said.entrySet()) {
            fold.apply(new ConvertedRecord(e.getKey(), NOTHING, e.getValue(), List.of(), List.of()));
            for (ConvertedResource r : e.getValue()) {
                if (r.reference().equals(reference) && r.scope() == ConvertedResource.Scope.SHARED) {
                    shared = shared == null ? new SharedFold(r) : shared;
                    shared.add(e.getKey().seq(), new SourceRef("", e.getKey().hash(), ""), r);
                }
            }
        }
        return shared == null ? fold.state(reference) : Merging.merge(before.get(reference), shared.result());
    }

    /**
     * Re-points references of the replayed resource as the stored version has them, wherever a merge or a move explains it.
     *
     * @param all whether re-pointing is all that was done, so that every difference is explained
     * @return the references that were changed
     */
    public Set<Reference> repoint(Resource replayed, Resource version, boolean all) {
        List<ResourceReferenceInfo> now = fhir.newTerser().getAllResourceReferences(replayed);
        List<ResourceReferenceInfo> then = fhir.newTerser().getAllResourceReferences(version);
        Set<Reference> changed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; now.size() == then.size() && i < now.size(); i++) {
            Reference from = (Reference) now.get(i).getResourceReference();
            String to = ((Reference) then.get(i).getResourceReference()).getReference();
            String old = from.getReference();
            if (to != null && old != null && !to.equals(old) && (all || isMoved(replayed, old, to))) {
                from.setReference(to);
                changed.add(from);
            }
        }
        return changed;
    }

    private boolean isMoved(Resource holder, String from, String to) {
        String reference = holder.fhirType() + "/" + holder.getIdElement().getIdPart();
        return moves.isMoved(reference, from, to) || survivors.replaced(from, to);
    }

    /** A stored version without version and time; empty if it is not there or says that the resource is deleted. */
    public Optional<Resource> version(String reference, long version) {
        return Optional.ofNullable(stored.version(reference, version));
    }

    /** Version of the resource as it is stored now; empty if it is not there or is deleted. */
    public Optional<Long> current(String reference) {
        return Optional.ofNullable(stored.read(List.of(reference)).get(reference))
                .filter(s -> s.resource() != null)
                .map(Stored::version);
    }

    /** What a change of maps does to a stored resource: {@code before} and {@code now} are what the old and the new maps make of the same records. */
    public Resource remapped(Resource before, Resource version, Resource now) {
        return ThreeWay.merge(fhir, before, version, now);
    }

    /** The content hash, as the ledger has it. */
    public ContentHash hash(Resource resource) {
        return hasher.hash(resource);
    }

    /** The source records that the version's Provenance names. */
    public Set<ContentHash> sources(String reference, long version) {
        Set<ContentHash> hashes = new TreeSet<>(java.util.Comparator.comparing(ContentHash::hex));
        Provenance provenance = stored.provenance(reference, version);
        if (provenance != null) {
            provenance.getEntity().stream()
                    .map(e -> e.getWhat().getIdentifier())
                    .map(Identifier::getValue)
                    .filter(v -> v != null && v.startsWith(LOGICAL_ID))
                    .forEach(v -> hashes.add(new ContentHash(v.substring(LOGICAL_ID.length()))));
        }
        return hashes;
    }
}
