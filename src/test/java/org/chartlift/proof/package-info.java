/** The proof of the way back, apart from its code: what the server holds, what clinicians wrote, and whether all of it is still there. */
@NullMarked
package org.chartlift.proof;

import org.jspecify.annotations.NullMarked;
