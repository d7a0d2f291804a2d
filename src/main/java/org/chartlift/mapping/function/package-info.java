/** The closed list of functions that a map may name, by theme. Functions are pure: they see a source node and the record's settings, nothing else. */
@NullMarked
package org.chartlift.mapping.function;

import org.jspecify.annotations.NullMarked;
