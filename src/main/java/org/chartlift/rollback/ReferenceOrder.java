package org.chartlift.rollback;

import java.util.Arrays;

/**
 * The order in which nodes of a graph can be deleted: the referring before the referred to, and those that refer to each other in a circle
 * together. Keeps a few integers a node and an edge. For one thread.
 */
final class ReferenceOrder {
    private final int nodes;
    private int[] from = new int[1024];
    private int[] to = new int[1024];
    private int edges;

    private final int[] component;
    private int components;

    ReferenceOrder(int nodes) {
        this.nodes = nodes;
        this.component = new int[nodes];
    }

    /** One node refers to another. */
    void add(int referrer, int target) {
        if (referrer == target) {
            return;
        }
        if (edges == from.length) {
            from = Arrays.copyOf(from, edges * 2);
            to = Arrays.copyOf(to, edges * 2);
        }
        from[edges] = referrer;
        to[edges++] = target;
    }

    /**
     * The level of each node: 0 for one that nothing refers to, else one more than the highest of its referrers, circles counted as one node.
     * Afterwards {@link #circle} is known.
     */
    int[] levels() {
        int[] first = new int[nodes + 1];
        for (int e = 0; e < edges; e++) {
            first[from[e] + 1]++;
        }
        for (int n = 0; n < nodes; n++) {
            first[n + 1] += first[n];
        }
        int[] targets = new int[edges];
        int[] next = Arrays.copyOf(first, nodes);
        for (int e = 0; e < edges; e++) {
            targets[next[from[e]]++] = to[e];
        }
        circles(first, targets);
        return levels(first, targets);
    }

    /** The number of the circle that the node is in; a node of its own has one of its own. A circle has a higher number than those it refers to. */
    int circle(int node) {
        return component[node];
    }

    /** Tarjan's algorithm, without recursion. */
    private void circles(int[] first, int[] targets) {
        int[] index = new int[nodes];
        int[] low = new int[nodes];
        int[] edge = Arrays.copyOf(first, nodes);
        int[] path = new int[nodes];
        int[] stack = new int[nodes];
        boolean[] onStack = new boolean[nodes];
        int count = 0;
        int top = 0;
        for (int root = 0; root < nodes; root++) {
            if (index[root] != 0) {
                continue;
            }
            int depth = 0;
            path[depth++] = root;
            while (depth > 0) {
                int node = path[depth - 1];
                if (index[node] == 0) {
                    index[node] = low[node] = ++count;
                    stack[top++] = node;
                    onStack[node] = true;
                }
                if (edge[node] < first[node + 1]) {
                    int target = targets[edge[node]++];
                    if (index[target] == 0) {
                        path[depth++] = target;
                    } else if (onStack[target]) {
                        low[node] = Math.min(low[node], index[target]);
                    }
                    continue;
                }
                if (low[node] == index[node]) {
                    int member;
                    do {
                        member = stack[--top];
                        onStack[member] = false;
                        component[member] = components;
                    } while (member != node);
                    components++;
                }
                depth--;
                if (depth > 0) {
                    low[path[depth - 1]] = Math.min(low[path[depth - 1]], low[node]);
                }
            }
        }
    }

    private int[] levels(int[] first, int[] targets) {
        Integer[] order = new Integer[nodes];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Integer.compare(component[b], component[a]));
        int[] levelOf = new int[components];
        for (int node : order) {
            for (int e = first[node]; e < first[node + 1]; e++) {
                int target = component[targets[e]];
                if (target != component[node]) {
                    levelOf[target] = Math.max(levelOf[target], levelOf[component[node]] + 1);
                }
            }
        }
        int[] levels = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            levels[node] = levelOf[component[node]];
        }
        return levels;
    }
}
