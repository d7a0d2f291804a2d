/** Runs: scan, plan, load, account; resumed after a crash, one at a time per source system. */
@NullMarked
package org.chartlift.run;

import org.jspecify.annotations.NullMarked;
