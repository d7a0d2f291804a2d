/** Source records as numbered trees over their bytes: one shape for every format, so that one engine maps them all. */
@NullMarked
package org.chartlift.source;

import org.jspecify.annotations.NullMarked;
