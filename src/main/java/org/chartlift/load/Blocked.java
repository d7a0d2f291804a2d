package org.chartlift.load;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.mapping.Replacement;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The quarantined records of one chunk, and which later ones must wait for them. A later record waits for a bad one if the order of the two
 * matters: they do not commute on a resource that both write, or the later refers to one that only the bad one would have made.
 * For one thread.
 */
final class Blocked {
    private static final byte[] NOTHING = {};

    private final List<ConvertedRecord> bad = new ArrayList<>();
    private final FhirContext fhir;

    Blocked(FhirContext fhir) {
        this.fhir = fhir;
    }

    void add(ConvertedRecord record) {
        bad.add(new ConvertedRecord(record.row(), NOTHING, record.resources(), record.scanned(), record.findings()));
    }

    /** The location of the first record that this later one must wait for. */
    Optional<String> waitsFor(ConvertedRecord later, Function<String, @Nullable Resource> state) {
        return bad.stream()
                .filter(b -> b.row().seq() < later.row().seq() && depends(b, later, state))
                .map(b -> b.row().location())
                .findFirst();
    }

    private boolean depends(ConvertedRecord b, ConvertedRecord later, Function<String, @Nullable Resource> state) {
        return b.own().anyMatch(missing -> {
            Optional<ConvertedResource> same = later.own(missing.reference());
            Resource now = state.apply(missing.reference());
            return same.isPresent()
                    ? !commute(now, missing, same.get())
                    : now == null && refers(later, missing.reference());
        });
    }

    private boolean refers(ConvertedRecord later, String reference) {
        return later.resources().stream().flatMap(r -> references(r.resource())).anyMatch(reference::equals);
    }

    private Stream<String> references(Resource resource) {
        return fhir.newTerser().getAllResourceReferences(resource).stream()
                .map(ResourceReferenceInfo::getResourceReference)
                .map(r -> r.getReferenceElement().toUnqualifiedVersionless().getValue())
                .filter(java.util.Objects::nonNull);
    }

    private static boolean commute(@Nullable Resource now, ConvertedResource a, ConvertedResource b) {
        if (links(a) || links(b)) {
            return false;
        }
        Resource ab = plain(Merging.merge(Merging.merge(now, a), b));
        Resource ba = plain(Merging.merge(Merging.merge(now, b), a));
        return ab.equalsDeep(ba);
    }

    private static boolean links(ConvertedResource r) {
        return !r.mergedInto().isEmpty()
                || !Replacement.unlinkedFrom(r.resource()).isEmpty();
    }

    /** Growing lists without their order, and no origin: neither decides whether two records commute. */
    private static Resource plain(Resource resource) {
        resource.setMeta(null);
        for (Property element : resource.children()) {
            List<Base> values = element.getValues();
            if (element.isList() && values.size() > 1 && Members.grow(element.getName(), values.get(0))) {
                Merging.replaceAll(
                        resource,
                        element.getName(),
                        values.stream()
                                .sorted(Comparator.comparing(Members::key))
                                .toList());
            }
        }
        return resource;
    }
}
