/** Map files, the plan they compile to, and the conversion of a source tree into FHIR resources with an outcome for every leaf. */
@NullMarked
package org.chartlift.mapping;

import org.jspecify.annotations.NullMarked;
