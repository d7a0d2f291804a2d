/** Legal holds: who is held, and the operation that says so. */
@NullMarked
package org.chartlift.interceptor.hold;

import org.jspecify.annotations.NullMarked;
