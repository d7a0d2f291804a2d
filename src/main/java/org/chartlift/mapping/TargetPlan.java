package org.chartlift.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled target path.
 *
 * @param text as written
 * @param through elements on the way; empty if the target is directly below the frame's element
 * @param wrap the extension whose value is written: a new one for each value; null for other elements
 * @param last the element that is written; without a name where a block's own element is meant
 */
record TargetPlan(String text, List<Element> through, @Nullable Element wrap, Element last) {
    boolean isSelf() {
        return last.property().isEmpty();
    }
}
