/** Rules over FHIR R4 resources that yield {@link org.chartlift.record.Finding}s: migration invariants and profiles. */
@NullMarked
package org.chartlift.validation;

import org.jspecify.annotations.NullMarked;
