package org.chartlift.mapping.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chartlift.mapping.identity.Authorities;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.source.NullKind;
import org.chartlift.source.SourceTree;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function: the node it works on, and what it claims. A leaf is claimed for a place within the result, so that its outcome can name the
 * element. Used by one thread.
 */
public final class Call {
    private final SourceTree tree;
    private final SourceSettings settings;
    private final String table;
    private final Map<String, Integer> parameters;
    private final List<Claim> claims = new ArrayList<>(4);
    private final List<Finding> findings = new ArrayList<>(0);
    private final List<Integer> nodes;
    private final @Nullable String joined;
    private String failure = "";

    /**
     * A leaf whose value stands in the result.
     *
     * @param leaf leaf number
     * @param path element names and indexes below the result, for example {@code "coding", 0, "code"}; empty for the result itself
     */
    public record Claim(int leaf, Object[] path) {}

    /**
     * A call.
     *
     * @param tree the record
     * @param nodes what the rule's path found: one node, or several where their texts are joined
     * @param joined the joined text, or null where nothing is joined
     * @param settings of the record
     * @param table HL7 table of the field, four digits; empty if the rule names none
     * @param parameters nodes of the paths under {@code with:}, {@link SourceTree#NONE} where they are empty
     */
    public Call(
            SourceTree tree,
            List<Integer> nodes,
            @Nullable String joined,
            SourceSettings settings,
            String table,
            Map<String, Integer> parameters) {
        this.tree = tree;
        this.nodes = nodes;
        this.joined = joined;
        this.settings = settings;
        this.table = table;
        this.parameters = parameters;
    }

    public SourceTree tree() {
        return tree;
    }

    public SourceSettings settings() {
        return settings;
    }

    /** The node (the first one where several are joined). */
    public int node() {
        return nodes.get(0);
    }

    /** The component of this number, or {@link SourceTree#NONE}. Component 1 of a value without components is the value. */
    public int component(int number) {
        return tree.child(node(), number, 1);
    }

    /** The node of a path under {@code with:}, or {@link SourceTree#NONE}. */
    public int parameter(String name) {
        return parameters.getOrDefault(name, SourceTree.NONE);
    }

    /** The text of the first leaf at this node, exactly as written; empty for none, blanks and {@code ""}. */
    public String text(int atNode) {
        int leaf = atNode == SourceTree.NONE ? SourceTree.NONE : tree.firstLeaf(atNode);
        return leaf == SourceTree.NONE || tree.nullKind(leaf) != NullKind.VALUE ? "" : tree.text(leaf);
    }

    /** The text of the call: the joined one, or that of the first leaf. */
    public String text() {
        return joined != null ? joined : text(node());
    }

    /** The text of the call, and the leaf or leaves claimed for the result itself. */
    public String take() {
        for (int n : nodes) {
            claim(n);
        }
        return text();
    }

    /**
     * The whole text of the call, for types that have no components (TX, FT, ST): a delimiter that the sender did not escape is part of it. Delimiters
     * with nothing behind them are not.
     */
    public String wholeText() {
        return joined != null ? joined : wholeText(tree, node());
    }

    /** The whole text, with every leaf below the nodes claimed for the result itself. */
    public String takeWhole() {
        for (int top : nodes) {
            for (int n = top; n < tree.subtreeEnd(top); n++) {
                if (tree.isLeaf(n)) {
                    claim(n);
                }
            }
        }
        return wholeText();
    }

    /** The text of a node as it was sent, escapes resolved. */
    public static String wholeText(SourceTree tree, int node) {
        int first = tree.firstLeaf(node);
        if (first == SourceTree.NONE) {
            return "";
        }
        boolean alone = isFirst(tree, first, node);
        for (int n = first + 1; alone && n < tree.subtreeEnd(node); n++) {
            alone = !tree.isLeaf(n);
        }
        return tree.text(alone ? first : node);
    }

    /** Whether the leaf is the node itself or component 1 of component 1 of it. */
    private static boolean isFirst(SourceTree tree, int leaf, int node) {
        for (int n = leaf; n != node; n = tree.parent(n)) {
            if (tree.step(n) != 1) {
                return false;
            }
        }
        return true;
    }

    /** The text of a component without surrounding white space, claimed for this place if it is not empty. */
    public String take(int component, Object... path) {
        return takeAt(component(component), path);
    }

    /** The text at a node without surrounding white space, claimed for this place if it is not empty. */
    public String takeAt(int atNode, Object... path) {
        String text = text(atNode).trim();
        if (!text.isEmpty()) {
            claim(atNode, path);
        }
        return text;
    }

    /** Claims the first leaf at the node. */
    public void claim(int atNode, Object... path) {
        int leaf = tree.firstLeaf(atNode);
        if (leaf != SourceTree.NONE && tree.nullKind(leaf) == NullKind.VALUE) {
            claims.add(new Claim(tree.leafOrdinal(leaf), path));
        }
    }

    /** Says why the value cannot be used: a slug, never the value. Answers null, so that a function can return it. */
    public <T> @Nullable T fail(String why) {
        failure = why;
        claims.clear();
        return null;
    }

    /** Reports something about the value that loads nevertheless; the message never holds the value. */
    public void report(String rule, String message) {
        findings.add(new Finding(Severity.B, rule, tree.path(node()), "", message));
    }

    /**
     * The system URI for the name of a coding system at a node: what the name stands for; for a name that only the sender understands, a URI below the
     * source system; where there is no name, the rule's table if it has this code, else the field itself as a code system of the source system.
     */
    public String codeSystem(String name, String code) {
        String uri = name.isBlank() ? "" : settings.systems().uri(name, code);
        if (!uri.isEmpty()) {
            return uri;
        }
        boolean named = !name.isBlank() && !name.trim().equalsIgnoreCase("L");
        if (named) {
            return Authorities.local(settings.sourceSystem(), "CodeSystem", name.trim());
        }
        String ofTable = name.isBlank() && !table.isEmpty() ? settings.systems().table(table, code) : "";
        return ofTable.isEmpty() ? fieldSystem() : ofTable;
    }

    /** The code system of the field itself: {@code <sourceSystem>/CodeSystem/PID-8}. */
    public String fieldSystem() {
        return fieldSystem(tree, node(), settings.sourceSystem());
    }

    /** The code system of the field that a node stands in. */
    public static String fieldSystem(SourceTree tree, int node, String sourceSystem) {
        int n = node;
        while (n != SourceTree.NONE && tree.kind(n) != SourceTree.Kind.FIELD) {
            n = tree.parent(n);
        }
        String field = n == SourceTree.NONE ? "unknown" : tree.name(tree.parent(n)) + "-" + tree.step(n);
        return Authorities.local(sourceSystem, "CodeSystem", field);
    }

    public List<Claim> claims() {
        return claims;
    }

    public List<Finding> findings() {
        return findings;
    }

    /** Why the value cannot be used; empty if nothing failed. */
    public String failure() {
        return failure;
    }
}
