/**
 * A hospital that never was: writes an HL7 v2 extract of invented patients and, beside it, the truth of what was meant. Everything is
 * drawn from a seed; no clock is read and nothing comes from a real person or a published sample.
 */
@NullMarked
package org.chartlift.cli.sample;

import org.jspecify.annotations.NullMarked;
