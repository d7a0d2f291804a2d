/** Puts stated facts and landed facts side by side. */
@org.jspecify.annotations.NullMarked
package org.chartlift.reconcile.compare;
