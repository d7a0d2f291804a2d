/** FHIR operations: parse Parameters, call, answer. No logic. */
@NullMarked
package org.chartlift.operation;

import org.jspecify.annotations.NullMarked;
