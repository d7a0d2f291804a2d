/** The written form of maps: YAML with positions, and the small languages inside it (paths, conditions, targets, keys). */
@NullMarked
package org.chartlift.mapping.rule;

import org.jspecify.annotations.NullMarked;
