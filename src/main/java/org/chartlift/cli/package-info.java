/** The command line: everything that needs no running server. */
@NullMarked
package org.chartlift.cli;

import org.jspecify.annotations.NullMarked;
