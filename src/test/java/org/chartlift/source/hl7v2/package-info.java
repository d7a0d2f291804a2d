/** Tests of the HL7 v2 reader, and messages for other tests. */
@NullMarked
package org.chartlift.source.hl7v2;

import org.jspecify.annotations.NullMarked;
