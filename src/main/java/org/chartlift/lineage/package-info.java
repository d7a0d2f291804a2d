/** Where a stored value came from, and what became of a source field: told by doing the conversion again. Writes nothing but the trail of who asked. */
@NullMarked
package org.chartlift.lineage;

import org.jspecify.annotations.NullMarked;
