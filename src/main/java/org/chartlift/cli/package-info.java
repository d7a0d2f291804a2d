/** Commands that work without a running server. */
@NullMarked
package org.chartlift.cli;

import org.jspecify.annotations.NullMarked;
