/** What a source record states, read from its bytes. */
@org.jspecify.annotations.NullMarked
package org.chartlift.reconcile.statement;
