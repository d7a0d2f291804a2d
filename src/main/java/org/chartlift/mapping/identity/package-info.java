/** Stable ids from source keys, and what is known of senders. */
@NullMarked
package org.chartlift.mapping.identity;

import org.jspecify.annotations.NullMarked;
