/** Keys and encryption of what we keep. */
@NullMarked
package org.chartlift.security;

import org.jspecify.annotations.NullMarked;
