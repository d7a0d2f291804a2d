package org.chartlift.load;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.record.SourceRef;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ResourceFactory;

/**
 * One resource that many patients' records speak of, folded as if all of them had been applied one by one in source order: of each
 * top-level element the last record's value stands; identifiers and extensions grow. Records may come in any order and from
 * several threads; the result is the same.
 */
final class SharedFold {
    private final String type;
    private final String id;
    private final String map;
    private final Map<String, Said> elements = new HashMap<>();
    private final Map<String, Map<String, Grown>> growing = new HashMap<>();

    private record Said(long seq, SourceRef source, List<Base> values) {}

    /** A member: who said it first, which decides its place, and who said it last. */
    private record Grown(long first, SourceRef by, int place, Said said) {}

    SharedFold(ConvertedResource first) {
        type = first.resource().fhirType();
        id = first.resource().getIdElement().getIdPart();
        map = first.map();
    }

    String reference() {
        return type + '/' + id;
    }

    synchronized void add(long seq, SourceRef source, ConvertedResource said) {
        for (String cleared : said.cleared()) {
            if (cleared.indexOf('.') < 0) {
                last(cleared, new Said(seq, source, List.of()));
            }
        }
        for (Property element : said.resource().children()) {
            if (element.hasValues() && !"id".equals(element.getName())) {
                List<Base> values = element.getValues().stream().map(Base::copy).toList();
                if (element.isList() && Members.grow(element.getName(), values.get(0))) {
                    grow(element.getName(), seq, source, values);
                } else {
                    last(element.getName(), new Said(seq, source, values));
                }
            }
        }
    }

    private void last(String name, Said said) {
        elements.merge(name, said, (a, b) -> b.seq() >= a.seq() ? b : a);
    }

    private void grow(String name, long seq, SourceRef source, List<Base> values) {
        Map<String, Grown> members = growing.computeIfAbsent(name, n -> new HashMap<>());
        int place = 0;
        for (Map.Entry<String, List<Base>> e : Members.byKey(values).entrySet()) {
            Said said = new Said(seq, source, e.getValue());
            members.merge(e.getKey(), new Grown(seq, source, place++, said), SharedFold::join);
        }
    }

    private static Grown join(Grown a, Grown b) {
        Grown first = b.first() < a.first() ? b : a;
        Said last = b.said().seq() >= a.said().seq() ? b.said() : a.said();
        return new Grown(first.first(), first.by(), first.place(), last);
    }

    /** What the records together say, to be merged with what is stored. */
    synchronized ConvertedResource result() {
        Resource resource = ResourceFactory.createResource(type);
        resource.setId(id);
        Set<String> cleared = new HashSet<>();
        elements.forEach((name, said) -> {
            if (said.values().isEmpty()) {
                cleared.add(name);
            }
            said.values().forEach(v -> resource.setProperty(name, v.copy()));
        });
        growing.keySet().forEach(name -> standing(name)
                .forEach(g -> g.said().values().forEach(v -> resource.setProperty(name, v.copy()))));
        return new ConvertedResource(
                resource, map, ConvertedResource.Scope.SHARED, ConvertedResource.Update.MERGE, cleared, "");
    }

    /**
     * Members of a growing list in the order in which they came; of a list that was cleared, those that were said then or later, in the order in which they
     * were said last (when each of them came back is not kept).
     */
    private List<Grown> standing(String name) {
        Said cleared = elements.get(name);
        long since = cleared == null ? Long.MIN_VALUE : cleared.seq();
        Comparator<Grown> order = cleared == null
                ? Comparator.comparingLong(Grown::first).thenComparingInt(Grown::place)
                : Comparator.<Grown>comparingLong(g -> g.said().seq())
                        .thenComparing(g -> Members.key(g.said().values().get(0)));
        return growing.get(name).values().stream()
                .filter(g -> g.said().seq() >= since)
                .sorted(order)
                .toList();
    }

    /** The records whose word stands in the result, or decides its order; bounded by the elements, not by the records. */
    synchronized TreeMap<Long, SourceRef> contributors() {
        TreeMap<Long, SourceRef> records = new TreeMap<>();
        elements.values().forEach(said -> records.put(said.seq(), said.source()));
        growing.keySet().forEach(name -> standing(name).forEach(g -> {
            records.put(g.first(), g.by());
            records.put(g.said().seq(), g.said().source());
        }));
        return records;
    }
}
