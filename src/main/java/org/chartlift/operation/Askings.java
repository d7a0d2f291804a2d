package org.chartlift.operation;

import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.chartlift.rollback.Asking;

/** Reads off a request who asks. */
final class Askings {
    private static final String ANONYMOUS = "anonymous";

    private Askings() {}

    static Asking of(ServletRequestDetails request) {
        HttpServletRequest http = request.getServletRequest();
        Principal user = http.getUserPrincipal();
        return new Asking(
                user == null ? ANONYMOUS : user.getName(),
                request.getRequestId() == null ? "" : request.getRequestId(),
                http.getRemoteAddr() == null ? "" : http.getRemoteAddr(),
                request.getFhirServerBase());
    }
}
