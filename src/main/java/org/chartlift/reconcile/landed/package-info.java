/** What the server holds, read with SQL as stored JSON. */
@org.jspecify.annotations.NullMarked
package org.chartlift.reconcile.landed;
