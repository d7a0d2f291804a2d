package org.chartlift.interceptor;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.provider.ProviderConstants;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * Refuses {@code $expunge} of evidence in so many words. The storage hooks guard the rows whoever calls; but where HAPI finds
 * nothing to expunge, it would answer 200 and a count of zero, as if it had been willing. The one hook that belongs on the
 * RestfulServer: it guards an answer, not a write.
 */
final class EvidenceOperationsInterceptor {
    private final TransactionLogs logs;

    EvidenceOperationsInterceptor(TransactionLogs logs) {
        this.logs = logs;
    }

    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
    public void beforeOperation(RequestDetails request) {
        String type = request.getResourceName();
        if (ProviderConstants.OPERATION_EXPUNGE.equals(request.getOperation())
                && type != null
                && ResourceRole.EVIDENCE_TYPES.contains(type)) {
            String message = type + " cannot be expunged.";
            logs.refuse(request, ImmutableEvidenceInterceptor.RULE);
            throw new ForbiddenOperationException(message, Outcomes.refusal(IssueType.FORBIDDEN, message));
        }
    }
}
