package org.chartlift.interceptor;

import ca.uhn.fhir.batch2.jobs.expunge.DeleteExpungeAppCtx;
import ca.uhn.fhir.batch2.model.JobInstance;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.model.PrePatchDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import java.util.HashSet;
import java.util.Set;
import org.chartlift.audit.UnitOfWork;
import org.chartlift.interceptor.hold.Holds;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * While somebody is held, nothing of their record is deleted or expunged, whoever asks, and nothing of it is changed by a unit of work: a run or a
 * rollback. Ordinary requests may go on changing it, because care goes on and versions are kept. The Lists of holds change by {@code $hold} alone.
 *
 * <p>Refused with 423 (Locked, RFC 4918 section 11.3): neither the request nor the resource's version is wrong, and it would pass once the hold is released.
 */
final class LegalHoldInterceptor {
    static final String RULE = "legal-hold";

    private static final int EARLY = TransactionAuditInterceptor.FIRST + 150;
    private static final int LOCKED = 423;

    private final Holds holds;
    private final TransactionLogs logs;

    LegalHoldInterceptor(Holds holds, TransactionLogs logs) {
        this.holds = holds;
        this.logs = logs;
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_CLIENT_ASSIGNED_ID, order = EARLY)
    public void beforeClientId(IBaseResource resource, RequestDetails request) {
        guardList(resource, request);
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_PREPATCH, order = EARLY)
    public void beforePatch(PrePatchDetails patch, RequestDetails request) {
        guardList(patch.getResource(), request);
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = EARLY)
    public void beforeUpdate(IBaseResource before, IBaseResource resource, RequestDetails request) {
        guardList(resource, request);
        if (UnitOfWork.current().isPresent() && isGuarded(resource) && AnybodyHeld.ask(holds)) {
            Set<String> patients = new HashSet<>(holds.patientsOf((Resource) resource));
            patients.addAll(holds.patientsOf((Resource) before));
            refuseIfHeld(patients, request, "changed by a migration or a rollback");
        }
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = EARLY)
    public void beforeDelete(IBaseResource resource, RequestDetails request) {
        guardList(resource, request);
        if (isGuarded(resource) && AnybodyHeld.ask(holds)) {
            refuseIfHeld(holds.patientsOf((Resource) resource), request, "deleted");
        }
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_EXPUNGE_RESOURCE, order = EARLY)
    public void beforeExpunge(IBaseResource resource, RequestDetails request) {
        if (Holds.isHoldList((Resource) resource)) {
            throw locked(request, "expunged");
        }
        refuseIfHeld(holds.patientsOf((Resource) resource), request, "expunged");
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_EXPUNGE_EVERYTHING, order = EARLY)
    public void beforeExpungeEverything(RequestDetails request) {
        refuseAnyExpunge(request);
    }

    @Hook(value = Pointcut.STORAGE_PRE_DELETE_EXPUNGE, order = EARLY)
    public void beforeDeleteExpunge(RequestDetails request) {
        refuseAnyExpunge(request);
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_BATCH_JOB_CREATE, order = EARLY)
    public void beforeJob(JobInstance job, RequestDetails request) {
        if (DeleteExpungeAppCtx.JOB_DELETE_EXPUNGE.equals(job.getJobDefinitionId())) {
            refuseAnyExpunge(request);
        }
    }

    /** A search that deletes rows past all other hooks may reach anybody. */
    private void refuseAnyExpunge(@Nullable RequestDetails request) {
        if (holds.isAnybodyHeld()) {
            throw locked(request, "expunged by a search");
        }
    }

    private void refuseIfHeld(Set<String> patients, @Nullable RequestDetails request, String what) {
        if (!holds.heldAmong(patients).isEmpty()) {
            throw locked(request, what);
        }
    }

    /** The refusal, audited. */
    BaseServerResponseException locked(@Nullable RequestDetails request, String what) {
        String message = "A legal hold is in force: the record cannot be " + what + ".";
        logs.refuse(request, RULE);
        return new UnclassifiedServerFailureException(LOCKED, message, Outcomes.refusal(IssueType.LOCKERROR, message));
    }

    private void guardList(IBaseResource resource, @Nullable RequestDetails request) {
        if (Holds.isHoldList((Resource) resource) && !Holds.isAtWork()) {
            String message = "The List of a legal hold changes by $hold alone.";
            logs.refuse(request, RULE);
            throw new ForbiddenOperationException(message, Outcomes.refusal(IssueType.FORBIDDEN, message));
        }
    }

    private static boolean isGuarded(IBaseResource resource) {
        return ResourceRole.of(resource) == ResourceRole.CLINICAL && !Holds.isAtWork();
    }
}
