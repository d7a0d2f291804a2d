package org.chartlift.interceptor;

import ca.uhn.fhir.batch2.jobs.expunge.DeleteExpungeAppCtx;
import ca.uhn.fhir.batch2.jobs.expunge.DeleteExpungeJobParameters;
import ca.uhn.fhir.batch2.model.JobInstance;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.model.PrePatchDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import java.util.List;
import org.chartlift.audit.UnitOfWork;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;

/**
 * AuditEvent and Provenance can be written and never be touched again: no update, patch, meta operation, deletion or expunge,
 * whichever door it comes through. Anyone who may write at all may add to them, but may not choose their ids, so that nobody
 * can take an id in advance; code that has bound a {@link UnitOfWork} may, because it derives ids from the source record.
 */
final class ImmutableEvidenceInterceptor {
    private static final int EARLY = TransactionAuditInterceptor.FIRST + 100;
    static final String RULE = "immutable-evidence";

    private final TransactionLogs logs;

    ImmutableEvidenceInterceptor(TransactionLogs logs) {
        this.logs = logs;
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = EARLY)
    public void beforeUpdate(IBaseResource before, IBaseResource resource, RequestDetails request) {
        refuseChange(resource, request, "updated");
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_PREPATCH, order = EARLY)
    public void beforePatch(PrePatchDetails patch, RequestDetails request) {
        refuseChange(patch.getResource(), request, "patched");
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = EARLY)
    public void beforeDelete(IBaseResource resource, RequestDetails request) {
        refuseChange(resource, request, "deleted");
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_CLIENT_ASSIGNED_ID, order = EARLY)
    public void beforeClientId(IBaseResource resource, RequestDetails request) {
        if (isEvidence(resource) && UnitOfWork.current().isEmpty()) {
            refuseChange(resource, request, "created under an id that the client chose");
        }
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_EXPUNGE_RESOURCE, order = EARLY)
    public void beforeExpunge(IBaseResource resource, RequestDetails request) {
        if (isEvidence(resource)) {
            throw forbid(request, resource.fhirType() + " cannot be expunged.");
        }
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_EXPUNGE_EVERYTHING, order = EARLY)
    public void beforeExpungeEverything(RequestDetails request) {
        throw forbid(request, "Everything includes AuditEvent and Provenance, which cannot be expunged.");
    }

    @Hook(value = Pointcut.STORAGE_PRE_DELETE_EXPUNGE, order = EARLY)
    public void beforeDeleteExpunge(RequestDetails request, String url) {
        refuseDeleteExpunge(request, List.of(url), false);
    }

    /** The same job started by code; here its cascade is known, which would follow Provenance to what it tells of. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_BATCH_JOB_CREATE, order = EARLY)
    public void beforeJob(JobInstance job, RequestDetails request) {
        if (DeleteExpungeAppCtx.JOB_DELETE_EXPUNGE.equals(job.getJobDefinitionId())) {
            DeleteExpungeJobParameters parameters = job.getParameters(DeleteExpungeJobParameters.class);
            refuseDeleteExpunge(request, parameters.getUrls(), parameters.isCascade());
        }
    }

    private void refuseDeleteExpunge(@Nullable RequestDetails request, List<String> urls, boolean cascade) {
        if (cascade || urls.isEmpty() || urls.stream().anyMatch(ImmutableEvidenceInterceptor::canReachEvidence)) {
            throw forbid(request, "It could reach AuditEvent and Provenance, which cannot be expunged.");
        }
    }

    /** A URL without a resource type selects resources of every type. */
    private static boolean canReachEvidence(String url) {
        int query = url.indexOf('?');
        String path = query < 0 ? url : url.substring(0, query);
        String type = path.substring(path.lastIndexOf('/') + 1);
        return type.isEmpty() || ResourceRole.EVIDENCE_TYPES.contains(type);
    }

    private void refuseChange(IBaseResource resource, @Nullable RequestDetails request, String what) {
        if (isEvidence(resource)) {
            String message = resource.fhirType() + " cannot be " + what + ".";
            logs.refuse(request, RULE);
            throw new MethodNotAllowedException(message, Outcomes.refusal(IssueType.NOTSUPPORTED, message));
        }
    }

    private BaseServerResponseException forbid(@Nullable RequestDetails request, String message) {
        logs.refuse(request, RULE);
        return new ForbiddenOperationException(message, Outcomes.refusal(IssueType.FORBIDDEN, message));
    }

    private static boolean isEvidence(IBaseResource resource) {
        return ResourceRole.of(resource) == ResourceRole.EVIDENCE;
    }
}
