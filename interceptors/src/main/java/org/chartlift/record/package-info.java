/**
 * The values every other package speaks in: where a record came from, what became of it, what was found. Depends on
 * {@code java.*} only.
 */
@NullMarked
package org.chartlift.record;

import org.jspecify.annotations.NullMarked;
