/** ConceptMaps and coding systems as immutable tables. */
@NullMarked
package org.chartlift.mapping.code;

import org.jspecify.annotations.NullMarked;
