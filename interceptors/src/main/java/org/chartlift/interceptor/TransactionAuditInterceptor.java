package org.chartlift.interceptor;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import org.chartlift.audit.Change;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;

/**
 * One AuditEvent and one Provenance for each database transaction that wrote clinical resources, through whichever door:
 * REST, FHIR transactions, jobs, or code that calls DAOs. This class only listens; {@link TransactionLog} keeps and
 * {@link Evidence} writes.
 */
final class TransactionAuditInterceptor {
    /** Before every other hook, so that an attempt that they refuse is known. */
    static final int FIRST = -1_000;

    private final TransactionLogs logs;

    TransactionAuditInterceptor(TransactionLogs logs) {
        this.logs = logs;
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = FIRST)
    public void beforeCreate(IBaseResource resource, RequestDetails request) {
        attempt(resource, request);
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = FIRST)
    public void beforeUpdate(IBaseResource before, IBaseResource resource, RequestDetails request) {
        attempt(resource, request);
    }

    /** A deletion by search tells that it is done only in the middle of the commit, so its version is foretold here. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = FIRST)
    public void beforeDelete(IBaseResource resource, RequestDetails request, TransactionDetails details) {
        if (ResourceRole.of(resource) == ResourceRole.EVIDENCE) {
            return;
        }
        attempt(resource, request);
        IdType id = new IdType(resource.getIdElement().getValue());
        long next = id.getVersionIdPartAsLong() + 1;
        wrote(resource, id.withVersion(Long.toString(next)), Change.DELETE, request, details);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
    public void created(IBaseResource resource, RequestDetails request, TransactionDetails details) {
        wrote(resource, new IdType(resource.getIdElement().getValue()), Change.CREATE, request, details);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    public void updated(
            IBaseResource before, IBaseResource resource, RequestDetails request, TransactionDetails details) {
        wrote(resource, new IdType(resource.getIdElement().getValue()), Change.UPDATE, request, details);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
    public void deleted(IBaseResource resource, RequestDetails request, TransactionDetails details) {
        wrote(resource, new IdType(resource.getIdElement().getValue()), Change.DELETE, request, details);
    }

    private void attempt(IBaseResource resource, RequestDetails request) {
        if (ResourceRole.of(resource) == ResourceRole.CLINICAL) {
            logs.open(request).attempt();
        }
    }

    private void wrote(
            IBaseResource resource, IdType id, Change change, RequestDetails request, TransactionDetails details) {
        if (ResourceRole.of(resource) != ResourceRole.EVIDENCE) {
            logs.open(request).wrote((Resource) resource, id.toUnqualified().getValue(), change, details);
        }
    }
}
