/** What is compared, as declared: kinds of facts, their fields, where the source states them and where the server holds them. */
@org.jspecify.annotations.NullMarked
package org.chartlift.reconcile.fact;
