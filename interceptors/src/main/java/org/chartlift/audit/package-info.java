/** AuditEvent and Provenance: what a transaction did, for whom, and out of which source records. */
@NullMarked
package org.chartlift.audit;

import org.jspecify.annotations.NullMarked;
