/** Units: which codes are UCUM. */
@NullMarked
package org.chartlift.ucum;

import org.jspecify.annotations.NullMarked;
