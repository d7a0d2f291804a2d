/** What happened to every source record: runs, records and their dispositions, writes, coverage, quarantine, and the equation over them. */
@NullMarked
package org.chartlift.ledger;

import org.jspecify.annotations.NullMarked;
