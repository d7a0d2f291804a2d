/** The hooks of a HAPI FHIR JPA server, one concern each; all of them stand on the JPA {@code IInterceptorService}. */
@NullMarked
package org.chartlift.interceptor;

import org.jspecify.annotations.NullMarked;
