package org.chartlift.interceptor;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.chartlift.audit.Caller;
import org.chartlift.audit.UnitOfWork;
import org.jspecify.annotations.Nullable;

/** Reads off a request who asked. */
final class Callers {
    /** Nobody logged in; the server does not know. */
    static final String ANONYMOUS = "anonymous";
    /** Code on the server itself: a job, a start-up task. */
    static final String SYSTEM = "system";

    private Callers() {}

    /** What the request knows, overruled by what the bound unit of work says. */
    static Caller of(@Nullable RequestDetails request) {
        Caller caller = ofRequest(request);
        return UnitOfWork.current()
                .map(unit -> new Caller(
                        unit.requester().isEmpty() ? caller.requester() : unit.requester(),
                        unit.requestId().isEmpty() ? caller.requestId() : unit.requestId(),
                        caller.address(),
                        caller.server()))
                .orElse(caller);
    }

    private static Caller ofRequest(@Nullable RequestDetails request) {
        if (request == null) {
            return new Caller(SYSTEM, "", "", "");
        }
        String requestId = orEmpty(request.getRequestId());
        HttpServletRequest http = request instanceof ServletRequestDetails servlet ? servlet.getServletRequest() : null;
        if (http == null) {
            return new Caller(SYSTEM, requestId, "", "");
        }
        Principal principal = http.getUserPrincipal();
        return new Caller(
                principal == null ? ANONYMOUS : principal.getName(),
                requestId,
                orEmpty(http.getRemoteAddr()),
                orEmpty(request.getFhirServerBase()));
    }

    /** Code of {@code http://hl7.org/fhir/restful-interaction}; {@code operation} where the request does not say. */
    static String interaction(@Nullable RequestDetails request) {
        return request == null || request.getRestOperationType() == null
                ? "operation"
                : request.getRestOperationType().getCode();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
