package org.chartlift.operation;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** How operations that may take long answer: at once, or by FHIR's asynchronous pattern (R4 section 3.1.5). */
final class Answers {
    private static final String RETRY_SECONDS = "2";

    private Answers() {}

    /** Whether the caller asked not to wait. */
    static boolean wantsAsync(ServletRequestDetails request) {
        String prefer = request.getHeader(Constants.HEADER_PREFER);
        return prefer != null && prefer.contains(Constants.HEADER_PREFER_RESPOND_ASYNC);
    }

    /** 202 with how far the work is. */
    static void underWay(ServletRequestDetails request, String progress) throws IOException {
        HttpServletResponse response = request.getServletResponse();
        response.setHeader("X-Progress", progress);
        response.setHeader("Retry-After", RETRY_SECONDS);
        respond(request, Constants.STATUS_HTTP_202_ACCEPTED, outcome(progress));
    }

    /** The number that a status call names. */
    static long number(String parameter, @Nullable StringType value) {
        try {
            return Long.parseLong(value == null ? "" : value.getValueNotNull());
        } catch (NumberFormatException e) {
            throw new InvalidRequestException(parameter + " is not a number", e);
        }
    }

    /** An outcome that only informs. */
    static OperationOutcome outcome(String text) {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(OperationOutcome.IssueSeverity.INFORMATION)
                .setCode(OperationOutcome.IssueType.INFORMATIONAL)
                .setDiagnostics(text);
        return outcome;
    }

    static void respond(ServletRequestDetails request, int status, IBaseResource body) throws IOException {
        RestfulServerUtils.streamResponseAsResource(request.getServer(), body, Set.of(), status, false, false, request);
    }
}
