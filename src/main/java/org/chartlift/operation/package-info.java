/** The operations as FHIR sees them: read Parameters, call, answer. */
@NullMarked
package org.chartlift.operation;

import org.jspecify.annotations.NullMarked;
