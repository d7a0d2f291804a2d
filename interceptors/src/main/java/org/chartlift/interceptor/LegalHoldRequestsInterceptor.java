package org.chartlift.interceptor;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.provider.ProviderConstants;
import java.util.List;
import org.chartlift.interceptor.hold.Holds;

/**
 * Refuses {@code $expunge} of what is held in so many words. The storage hooks guard the rows whoever calls; but HAPI expunges on threads of its own and
 * makes an error 500 of whatever a hook throws there. Belongs on the RestfulServer.
 */
final class LegalHoldRequestsInterceptor {
    private final Holds holds;
    private final LegalHoldInterceptor guard;

    LegalHoldRequestsInterceptor(Holds holds, LegalHoldInterceptor guard) {
        this.holds = holds;
        this.guard = guard;
    }

    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
    public void beforeOperation(RequestDetails request) {
        if (ProviderConstants.OPERATION_EXPUNGE.equals(request.getOperation()) && reachesHeld(request)) {
            throw guard.locked(request, "expunged");
        }
    }

    private boolean reachesHeld(RequestDetails request) {
        if (request.getId() == null || request.getResourceName() == null) {
            return holds.isAnybodyHeld();
        }
        String reference = request.getResourceName() + '/' + request.getId().getIdPart();
        return !holds.heldResources(List.of(reference)).isEmpty();
    }
}
