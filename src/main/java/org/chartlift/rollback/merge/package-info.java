/** What becomes of a resource when a change is taken back and later edits are kept: a three-way merge over FHIR JSON, without a server. */
@NullMarked
package org.chartlift.rollback.merge;

import org.jspecify.annotations.NullMarked;
