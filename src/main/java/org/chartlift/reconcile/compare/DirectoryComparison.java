package org.chartlift.reconcile.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.chartlift.reconcile.Difference;
import org.chartlift.reconcile.Listed;
import org.chartlift.reconcile.Listing;
import org.chartlift.reconcile.StatedRecord;
import org.chartlift.reconcile.Tally;
import org.chartlift.reconcile.Witness;
import org.chartlift.reconcile.fact.DirectoryKind;
import org.chartlift.reconcile.fact.Forms;
import org.chartlift.reconcile.fact.JsonPath;
import org.chartlift.reconcile.landed.DirectoryReader;
import org.chartlift.reconcile.landed.Holder;
import org.chartlift.reconcile.landed.LandedForms;
import org.chartlift.reconcile.landed.LandedReader;
import org.chartlift.reconcile.landed.LandedResource;

/**
 * Compares what all records say of those whom many patients' records share with what the server holds. Entries of one identifier, or of one name, are looked at together: each
 * resource must be one of them. Safe for use by several threads.
 */
final class DirectoryComparison {
    private final Map<String, DirectoryKind> kinds;
    private final DirectoryReader directory;
    private final LandedReader reader;

    DirectoryComparison(List<DirectoryKind> kinds, DirectoryReader directory, LandedReader reader) {
        this.kinds = kinds.stream().collect(Collectors.toUnmodifiableMap(DirectoryKind::id, k -> k));
        this.directory = directory;
        this.reader = reader;
    }

    /** An entry: what is listed of it, field by field. */
    private record Entry(DirectoryKind kind, List<Listed> fields) {
        boolean isAsked() {
            return fields.stream().anyMatch(Listed::asked);
        }

        /** The row that says that it is named at all. */
        boolean isSure() {
            return fields.stream().anyMatch(f -> f.field().isEmpty() && f.order() >= 0);
        }

        long order() {
            return fields.stream().mapToLong(Listed::order).max().orElse(-1);
        }

        long entity() {
            return fields.get(0).entity();
        }
    }

    /** Entries of one identifier or name. */
    private record Bucket(DirectoryKind kind, String index, long lookup, List<Entry> entries) {}

    Tally compare(List<Listed> page, Witness.Scope scope, Witness.Directory read) {
        Map<String, List<Bucket>> byIndex = new TreeMap<>();
        for (Bucket bucket : buckets(page)) {
            if (scope.types().isEmpty() || scope.types().contains(bucket.kind().type())) {
                byIndex.computeIfAbsent(bucket.kind().id() + " " + bucket.index(), i -> new ArrayList<>())
                        .add(bucket);
            }
        }
        Tally tally = new Tally();
        byIndex.values().forEach(buckets -> compare(buckets, scope.sourceSystem(), read, tally));
        return tally;
    }

    private List<Bucket> buckets(List<Listed> page) {
        Map<String, Map<Long, List<Listed>>> byPlace = new LinkedHashMap<>();
        Map<String, Bucket> buckets = new LinkedHashMap<>();
        for (Listed row : page) {
            DirectoryKind kind = kinds.get(row.kind());
            if (kind != null) {
                String place = row.kind() + " " + row.index() + " " + row.lookup();
                buckets.computeIfAbsent(place, p -> new Bucket(kind, row.index(), row.lookup(), new ArrayList<>()));
                byPlace.computeIfAbsent(place, p -> new LinkedHashMap<>())
                        .computeIfAbsent(row.entity(), e -> new ArrayList<>())
                        .add(row);
            }
        }
        buckets.forEach((place, bucket) ->
                byPlace.get(place).values().forEach(f -> bucket.entries().add(new Entry(bucket.kind(), f))));
        return List.copyOf(buckets.values());
    }

    private void compare(List<Bucket> buckets, String sourceSystem, Witness.Directory read, Tally tally) {
        Bucket any = buckets.get(0);
        List<Long> lookups = buckets.stream().map(Bucket::lookup).toList();
        Map<Long, List<Holder>> all = directory.holders(any.kind().type(), any.index(), lookups).stream()
                .collect(Collectors.groupingBy(Holder::lookup));
        Map<Long, List<Holder>> own = new HashMap<>();
        Set<String> wanted = new TreeSet<>();
        all.forEach((lookup, holders) -> {
            List<Holder> ours = ours(holders, sourceSystem, read.isLoaded());
            own.put(lookup, ours);
            ours.stream().filter(h -> isLast(h, sourceSystem)).forEach(h -> wanted.add(h.reference()));
        });
        Map<String, LandedResource> bodies = reader.resources(wanted);
        for (Bucket bucket : buckets) {
            if (bucket.entries().stream().anyMatch(Entry::isAsked)) {
                List<Holder> ours = own.getOrDefault(bucket.lookup(), List.of());
                compare(bucket, ours, bodies, read, tally);
            }
        }
    }

    private static void compare(
            Bucket bucket, List<Holder> ours, Map<String, LandedResource> bodies, Witness.Directory read, Tally tally) {
        List<LandedResource> resources = ours.stream()
                .map(h -> bodies.get(h.reference()))
                .filter(r -> r != null)
                .toList();
        List<Closest> closest =
                resources.stream().map(r -> closest(bucket, r, read)).toList();
        if (read.isLoaded()) {
            missing(bucket, ours.size(), closest, read, tally);
        }
        // more of them than entries: some are named where no statement reads, and which ones these are cannot be told
        if (resources.size() <= bucket.entries().size()) {
            closest.stream().filter(c -> c.entry().isAsked()).forEach(c -> differences(bucket, c, read, tally));
        }
    }

    /**
     * What a run of this source system ever wrote: that another source system has somebody of the same name or number says nothing of ours. Where there is nothing of the kind and
     * the source was loaded by others, what no run wrote.
     */
    private static List<Holder> ours(List<Holder> all, String sourceSystem, boolean loaded) {
        List<Holder> ours =
                all.stream().filter(h -> h.writers().contains(sourceSystem)).toList();
        return ours.isEmpty() && !loaded
                ? all.stream().filter(h -> h.writers().isEmpty()).toList()
                : ours;
    }

    /** What another source system wrote last says what that one's records say. */
    private static boolean isLast(Holder holder, String sourceSystem) {
        return holder.owner() == null || holder.owner().equals(sourceSystem);
    }

    /** Fewer resources than entries that must be there: as many are missing, and of those that no resource is closest to. */
    private static void missing(Bucket bucket, int there, List<Closest> closest, Witness.Directory read, Tally tally) {
        Set<Long> found = closest.stream().map(c -> c.entry().entity()).collect(Collectors.toSet());
        List<Entry> sure = bucket.entries().stream().filter(Entry::isSure).toList();
        int most = sure.size() - there;
        for (Entry entry : sure) {
            if (entry.isAsked()) {
                tally.checked(entry.kind().missing());
            }
            if (most > 0 && !found.contains(entry.entity())) {
                most--;
                if (entry.isAsked()) {
                    missing(entry, read, tally);
                }
            }
        }
    }

    private static void missing(Entry entry, Witness.Directory read, Tally tally) {
        Said said = said(entry, "", read);
        tally.violated(new Difference(
                entry.kind().missing(),
                said.record(),
                said.path(),
                "",
                entry.kind().type(),
                said.text(),
                ""));
    }

    /** The entry that a resource differs from least, and in what. */
    private record Closest(
            LandedResource resource,
            Entry entry,
            Map<DirectoryKind.Field, List<String>> landed,
            List<Listed> differing) {}

    private static Closest closest(Bucket bucket, LandedResource resource, Witness.Directory read) {
        Map<DirectoryKind.Field, List<String>> landed = landed(bucket.kind(), resource);
        return bucket.entries().stream()
                .map(entry -> new Closest(
                        resource,
                        entry,
                        landed,
                        entry.fields().stream()
                                .filter(f -> !agrees(bucket.kind(), f, landed, read))
                                .toList()))
                .min(Comparator.comparingInt(c -> c.differing().size()))
                .orElseThrow();
    }

    private static Map<DirectoryKind.Field, List<String>> landed(DirectoryKind kind, LandedResource resource) {
        Map<DirectoryKind.Field, List<String>> landed = new LinkedHashMap<>();
        for (DirectoryKind.Field field : kind.fields()) {
            List<JsonPath.Found> found = new ArrayList<>();
            field.server().forEach(p -> found.addAll(p.from(resource.json(), r -> null)));
            landed.put(
                    field,
                    new LandedForms(r -> null)
                            .values(field.form(), found).stream()
                                    .filter(v -> !Forms.isSaidText(v))
                                    .toList());
        }
        return landed;
    }

    private static void differences(Bucket bucket, Closest closest, Witness.Directory read, Tally tally) {
        for (Listed listed : closest.entry().fields()) {
            DirectoryKind.Field field = field(bucket.kind(), listed.field());
            if (field != null) {
                tally.checked(field.check());
            }
        }
        for (Listed listed : closest.differing()) {
            DirectoryKind.Field field = field(bucket.kind(), listed.field());
            Said said = said(closest.entry(), listed.field(), read);
            tally.violated(new Difference(
                    field.check(),
                    said.record(),
                    said.path(),
                    closest.resource().reference(),
                    bucket.kind().type() + "." + field.path(),
                    said.text(),
                    String.join(" + ", closest.landed().get(field))));
        }
    }

    private static DirectoryKind.@org.jspecify.annotations.Nullable Field field(DirectoryKind kind, String name) {
        return kind.fields().stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static boolean agrees(
            DirectoryKind kind, Listed listed, Map<DirectoryKind.Field, List<String>> landed, Witness.Directory read) {
        DirectoryKind.Field field = field(kind, listed.field());
        if (field == null) {
            return true;
        }
        long[] there = landed.get(field).stream().mapToLong(read::hash).toArray();
        boolean mayBeEmpty = contains(listed.values(), Listed.NOTHING);
        if (field.contains()) {
            return Arrays.stream(listed.values()).allMatch(v -> v == Listed.NOTHING || contains(there, v));
        }
        return there.length == 0 ? mayBeEmpty : Arrays.stream(there).allMatch(v -> contains(listed.values(), v));
    }

    private static boolean contains(long[] values, long value) {
        return Arrays.stream(values).anyMatch(v -> v == value);
    }

    /** What the last record says, read once more: only hashes are kept. */
    private record Said(String record, String path, String text) {}

    private static Said said(Entry entry, String field, Witness.Directory read) {
        long order = field.isEmpty()
                ? entry.order()
                : entry.fields().stream()
                        .filter(f -> f.field().equals(field))
                        .mapToLong(Listed::order)
                        .max()
                        .orElse(-1);
        StatedRecord record = order < 0 ? null : read.record(order);
        if (record == null) {
            return new Said("", "", "");
        }
        Set<String> values = new TreeSet<>();
        String path = "";
        for (Listing listing : read.listings(record)) {
            if (listing.kind().equals(entry.kind().id()) && read.entity(listing) == entry.entity()) {
                path = path.isEmpty() ? listing.path() : path;
                listing.said().stream()
                        .filter(f -> field.isEmpty() || f.name().equals(field))
                        .map(Listing.Field::values)
                        .flatMap(Collection::stream)
                        .forEach(values::add);
            }
        }
        return new Said(record.location(), path, String.join(" + ", values));
    }
}
