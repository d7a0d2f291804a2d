package org.chartlift.mapping;

import java.util.List;

/**
 * A compiled target path.
 *
 * @param text as written
 * @param through elements on the way; empty if the target is directly below the frame's element
 * @param last the element that is written
 */
record TargetPlan(String text, List<Element> through, Element last) {}
