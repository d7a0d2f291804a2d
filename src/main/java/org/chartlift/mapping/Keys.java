package org.chartlift.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.mapping.identity.Authorities;
import org.chartlift.mapping.identity.SenderSettings;
import org.chartlift.mapping.rule.KeyItem;
import org.chartlift.mapping.rule.SourcePath;
import org.chartlift.source.NullKind;
import org.chartlift.source.SourceTree;
import org.jspecify.annotations.Nullable;

/** Natural keys, and the resource ids made from them. Used by one thread. */
final class Keys {
    private static final char SEPARATOR = '\u001f';

    private final SourceTree tree;
    private final ConversionContext context;
    private final SenderSettings sender;
    private final Locator locator;
    private final Map<String, Integer> used = new HashMap<>();
    private final Set<String> merged = new HashSet<>();

    /** Where the parts of an identifier stand in a data type: id, authority, type. Zero: it has none. */
    private record Parts(int id, int authority, int type) {}

    private static final Map<String, Parts> PARTS = Map.of(
            "CX", new Parts(1, 4, 5),
            "EI", new Parts(1, 2, 0),
            "XCN", new Parts(1, 9, 13),
            "CNN", new Parts(1, 9, 0),
            "XON", new Parts(10, 6, 7),
            "PL", new Parts(0, 0, 0),
            "HD", new Parts(0, 1, 0));

    Keys(SourceTree tree, ConversionContext context, SenderSettings sender, Locator locator) {
        this.tree = tree;
        this.context = context;
        this.sender = sender;
        this.locator = locator;
    }

    /** The id of the instance; made when first asked for. */
    String id(Instance instance) {
        if (instance.id.isEmpty()) {
            if (instance.resolving) {
                throw new IllegalStateException("key of " + instance.map.id() + " leads back to itself");
            }
            instance.resolving = true;
            instance.identify(context.ids().id(context.sourceSystem(), instance.map.type(), distinct(instance)));
        }
        return instance.id;
    }

    private String distinct(Instance instance) {
        String key = naturalKey(instance);
        String slot = instance.map.type() + SEPARATOR + key;
        if (instance.map.mergeRepeats()) {
            // what merges never meets what another map keeps apart
            if (used.containsKey(slot) && !merged.contains(slot)) {
                return key + "#";
            }
            merged.add(slot);
            return key;
        }
        int number = used.merge(slot, 1, Integer::sum) + (merged.contains(slot) ? 1 : 0);
        return number == 1 ? key : key + "#" + number;
    }

    private String naturalKey(Instance instance) {
        for (List<MapPlan.Key> alternative : instance.map.keys()) {
            String key = key(alternative, instance);
            if (key != null) {
                return key;
            }
        }
        return context.recordHash().hex() + SEPARATOR + tree.path(instance.node);
    }

    /** Null if nothing in it says which resource it is: one key for all records would make one resource of them. */
    private @Nullable String key(List<MapPlan.Key> items, Instance instance) {
        StringBuilder key = new StringBuilder(64);
        boolean any = false;
        boolean anyRef = false;
        for (MapPlan.Key item : items) {
            String text = item(item, instance);
            if (text.isEmpty() && !item.item().optional()) {
                return null;
            }
            boolean ref = item.item().form().equals("ref");
            any |= !text.isEmpty() && !ref;
            anyRef |= !text.isEmpty() && ref;
            key.append(text).append(SEPARATOR);
        }
        boolean onlyRefs = items.stream().allMatch(i -> i.item().form().equals("ref"));
        return any || (onlyRefs && anyRef) ? key.toString() : null;
    }

    private String item(MapPlan.Key key, Instance instance) {
        KeyItem item = key.item();
        if (key.ref() != null) {
            Instance found = locator.nearest(key.ref(), instance.segment, i -> i != instance);
            if (found == null) {
                return "";
            }
            String id = id(found);
            return context.instead().getOrDefault(found.reference(), id);
        }
        SourcePath path = item.path();
        if (item.form().isEmpty()) {
            int node = locator.node(path, instance.node, instance.segment);
            return node == SourceTree.NONE ? "" : allText(node);
        }
        return preferred(item.form(), locator.nodes(path, instance.node, instance.segment));
    }

    /**
     * What one side of a comparison names: an identifier with its authority, or the texts at a path.
     *
     * @param every all identifiers, instead of the preferred one
     */
    Set<String> named(KeyItem item, boolean every, int node, int segment) {
        List<Integer> nodes = locator.nodes(item.path(), node, segment);
        Set<String> named = new HashSet<>();
        if (item.form().isEmpty()) {
            nodes.forEach(n -> named.add(allText(n)));
        } else if (every) {
            nodes.forEach(n -> named.add(preferred(item.form(), List.of(n))));
        } else {
            named.add(preferred(item.form(), nodes));
        }
        named.remove("");
        return named;
    }

    /** {@code authority|id} of the repetition that the sender settings prefer, whatever the order of repetitions. */
    private String preferred(String form, List<Integer> nodes) {
        Parts parts = PARTS.get(form);
        List<String[]> candidates = new ArrayList<>(1);
        for (int n : nodes) {
            String id = parts.id() == 0 ? allText(n) : text(n, parts.id());
            if (id.isEmpty() && form.equals("XON")) {
                id = text(n, 3).isEmpty() ? text(n, 1) : text(n, 3);
            }
            if (!id.isEmpty()) {
                String authority = authority(form, n, parts);
                candidates.add(
                        new String[] {id, authority, parts.type() == 0 ? "" : text(n, parts.type()), raw(n, parts)});
            }
        }
        return candidates.stream()
                .min(Comparator.<String[]>comparingInt(c -> rank(sender.identifierTypes(), c[2]))
                        .thenComparingInt(c -> rank(sender.identifierAuthorities(), c[3]))
                        .thenComparing(c -> c[1].isEmpty())
                        .thenComparing(c -> c[1])
                        .thenComparing(c -> c[0]))
                .map(c -> c[1] + "|" + c[0])
                .orElse("");
    }

    private String raw(int node, Parts parts) {
        return parts.authority() == 0 ? "" : text(node, parts.authority());
    }

    private String authority(String form, int node, Parts parts) {
        if (parts.authority() == 0 || form.equals("HD")) {
            return "";
        }
        boolean flat = form.equals("EI");
        int hd = flat ? node : tree.child(node, parts.authority(), 1);
        if (hd == SourceTree.NONE) {
            return "";
        }
        int first = flat ? parts.authority() : 1;
        if (flat && tree.isLeaf(node)) {
            return "";
        }
        return Authorities.system(
                sender, context.sourceSystem(), text(hd, first), text(hd, first + 1), text(hd, first + 2));
    }

    private static int rank(List<String> preference, String value) {
        int at = preference.indexOf(value);
        return at < 0 ? preference.size() : at;
    }

    private String text(int node, int component) {
        int child = tree.child(node, component, 1);
        int leaf = child == SourceTree.NONE ? SourceTree.NONE : tree.firstLeaf(child);
        return leaf == SourceTree.NONE || tree.nullKind(leaf) != NullKind.VALUE
                ? ""
                : tree.text(leaf).trim();
    }

    private String allText(int node) {
        if (tree.isLeaf(node)) {
            return tree.nullKind(node) == NullKind.VALUE ? tree.text(node).trim() : "";
        }
        StringBuilder all = new StringBuilder();
        for (int n = node; n < tree.subtreeEnd(node); n++) {
            if (tree.isLeaf(n) && tree.nullKind(n) == NullKind.VALUE) {
                int parent = tree.parent(n);
                all.append(parent == node ? 0 : tree.step(parent)).append('.').append(tree.step(n));
                all.append('=').append(tree.text(n).trim()).append('^');
            }
        }
        return all.toString();
    }
}
