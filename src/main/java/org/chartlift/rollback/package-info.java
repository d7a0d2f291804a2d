/** Checkpoints, and the way back to them that keeps what others wrote since: who wrote what, plans, execution, ledger consequences. */
@NullMarked
package org.chartlift.rollback;

import org.jspecify.annotations.NullMarked;
