/** Converted records into the server: one transaction per unit with data, Provenance, AuditEvent and ledger rows, all or nothing. */
@NullMarked
package org.chartlift.load;

import org.jspecify.annotations.NullMarked;
