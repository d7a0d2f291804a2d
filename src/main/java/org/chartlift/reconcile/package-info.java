/**
 * The independent witness: reads what the source states and what the server holds by a path of its own, and says where they differ. Uses no class of
 * {@code org.chartlift.mapping}; code tables are read as data.
 */
@org.jspecify.annotations.NullMarked
package org.chartlift.reconcile;
