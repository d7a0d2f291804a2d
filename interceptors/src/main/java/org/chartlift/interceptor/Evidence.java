package org.chartlift.interceptor;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import jakarta.persistence.EntityManager;
import java.util.IdentityHashMap;
import org.chartlift.audit.AuditEventBuilder;
import org.chartlift.audit.ProvenanceBuilder;
import org.chartlift.audit.Transaction;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;

/** Writes one Provenance and one AuditEvent inside the transaction that they tell of. */
final class Evidence {
    /** HAPI strips versions from references unless told not to; without them evidence would name the wrong version. */
    static final String[] VERSIONED_PATHS = {"AuditEvent.entity.what", "Provenance.target", "Provenance.entity.what"};

    private static final String OWN = Evidence.class.getName();

    private final DaoRegistry daos;
    private final EntityManager entities;
    private final ProvenanceBuilder provenances = new ProvenanceBuilder();
    private final AuditEventBuilder auditEvents = new AuditEventBuilder();

    /** @param entities a shared EntityManager, which is that of the calling thread's transaction */
    Evidence(DaoRegistry daos, EntityManager entities) {
        this.daos = daos;
        this.entities = entities;
    }

    /**
     * Writes both. The request is a system one: who may write a Patient need not be allowed to write an AuditEvent.
     *
     * @param details the transaction's own; what was written must be resolved in it already, else HAPI asks the database
     *     for every target
     */
    void write(Transaction transaction, TransactionDetails details) {
        flush(details);
        mend(details);
        SystemRequestDetails request = new SystemRequestDetails();
        request.setRequestId(transaction.caller().requestId());
        Provenance provenance = mark(provenances.build(transaction));
        String id = daos.getResourceDao(Provenance.class)
                .create(provenance, null, true, request, details)
                .getId()
                .toUnqualifiedVersionless()
                .getValue();
        AuditEvent event = mark(auditEvents.success(transaction, id));
        daos.getResourceDao(AuditEvent.class).create(event, null, true, request, details);
    }

    /**
     * Hibernate sorts pending inserts by table, and puts index rows of the evidence with those of a resource that was updated:
     * before the row of the evidence itself, which the database refuses. FHIR transactions have flushed already.
     */
    private void flush(TransactionDetails details) {
        if (!details.isFhirTransaction()) {
            entities.flush();
        }
    }

    /** A FHIR transaction that only deletes leaves a map there that HAPI itself cannot use when something is created in it. */
    private static void mend(TransactionDetails details) {
        String key = HapiTransactionService.XACT_USERDATA_KEY_EXISTING_SEARCH_PARAMS;
        Object known = details.getUserData(key);
        if (known != null && !(known instanceof IdentityHashMap)) {
            details.putUserData(key, new IdentityHashMap<>());
        }
    }

    /** Marks a resource as made here, so that it is not validated like something that came from outside. */
    static <R extends Resource> R mark(R resource) {
        resource.setUserData(OWN, Boolean.TRUE);
        return resource;
    }

    static boolean isOwn(Resource resource) {
        return resource.getUserData(OWN) != null;
    }
}
