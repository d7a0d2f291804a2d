/** The Spring Boot application: the only package that wires. */
@NullMarked
package org.chartlift.server;

import org.jspecify.annotations.NullMarked;
