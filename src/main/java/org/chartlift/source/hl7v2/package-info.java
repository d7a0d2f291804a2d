/**
 * HL7 version 2 (pipes and hats): finds messages in files, reads them into trees without changing a character, and groups their segments
 * by a grammar that the maps supply. What cannot be read exactly is refused with its reason.
 */
@NullMarked
package org.chartlift.source.hl7v2;

import org.jspecify.annotations.NullMarked;
