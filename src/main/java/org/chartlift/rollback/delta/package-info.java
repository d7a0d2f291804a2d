/** What others wrote since a checkpoint, for the legacy system to take in: as FHIR, as HL7 v2.5.1 where that can say it, and a list of what it cannot. */
@NullMarked
package org.chartlift.rollback.delta;

import org.jspecify.annotations.NullMarked;
