package org.chartlift.interceptor;

import ca.uhn.fhir.jpa.api.dao.IDao;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.IResourcePersistentId;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chartlift.audit.Caller;
import org.chartlift.audit.Change;
import org.chartlift.audit.OperationalWork;
import org.chartlift.audit.Refusal;
import org.chartlift.audit.Transaction;
import org.chartlift.audit.UnitOfWork;
import org.chartlift.audit.VersionTracker;
import org.chartlift.audit.WrittenResource;
import org.chartlift.validation.PatientLinks;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What one database transaction has written so far. Bound to the thread's Spring transaction from the first attempt to write
 * until it completes: writes the evidence just before the commit, so that data and evidence stand or fall together, and
 * reports the attempt if the transaction is rolled back. A transaction that interrupts this one has a log of its own.
 */
final class TransactionLog implements TransactionSynchronization {
    private static final Object KEY = TransactionLog.class;

    private final Evidence evidence;
    private final RefusalLog refusals;
    private final Clock clock;
    private final VersionTracker tracker;
    private final Caller caller;
    private final String interaction;
    private final Map<String, WrittenResource> written = new LinkedHashMap<>();
    private final Map<String, IResourcePersistentId<?>> stored = new LinkedHashMap<>();
    private final List<String> reasons = new ArrayList<>();
    private @Nullable TransactionDetails details;
    private boolean attempted;
    private boolean clinical;
    private boolean sealed;

    TransactionLog(
            Evidence evidence,
            RefusalLog refusals,
            Clock clock,
            VersionTracker tracker,
            @Nullable RequestDetails request) {
        this.evidence = evidence;
        this.refusals = refusals;
        this.clock = clock;
        this.tracker = tracker;
        this.caller = Callers.of(request);
        this.interaction = Callers.interaction(request);
    }

    /** The log of the calling thread's transaction, if that has begun to write. */
    static Optional<TransactionLog> current() {
        return Optional.ofNullable((TransactionLog) TransactionSynchronizationManager.getResource(KEY));
    }

    /** Binds this log to the calling thread's transaction. */
    void bind() {
        TransactionSynchronizationManager.bindResource(KEY, this);
        TransactionSynchronizationManager.registerSynchronization(this);
    }

    /** Notes that a clinical resource is about to be written, so that a failure is reported. */
    void attempt() {
        attempted = true;
    }

    /** Notes why the transaction is about to fail: rule names, never a value of a patient. */
    void refuse(String reason) {
        attempted = true;
        reasons.add(reason);
    }

    /**
     * Notes a version that was written. HAPI tells some deletions only while the transaction commits, after its evidence
     * was written; they were noted when they began, and saying so again changes nothing.
     *
     * @throws IllegalStateException if it comes too late to be in the evidence
     */
    void wrote(Resource resource, String reference, Change change, TransactionDetails transactionDetails) {
        if (sealed) {
            if (!written.containsKey(reference)) {
                throw new IllegalStateException("a resource was written after the transaction's evidence");
            }
            return;
        }
        details = transactionDetails;
        clinical |= isClinical(resource);
        written.putIfAbsent(reference, new WrittenResource(reference, change, PatientLinks.of(resource)));
        IResourcePersistentId<?> pid = IDao.RESOURCE_PID.get(resource);
        if (pid != null) {
            stored.put(resource.getIdElement().toUnqualifiedVersionless().getValue(), pid);
        }
    }

    /** A Binary can be a scanned letter or the report of a run; only code that writes the report can say which. */
    private static boolean isClinical(Resource resource) {
        boolean report = resource instanceof Binary && OperationalWork.isBound();
        return !report && ResourceRole.of(resource) == ResourceRole.CLINICAL;
    }

    /** Whether this transaction wrote the resource, so that others may refer to it although no query finds it yet. */
    boolean hasWritten(String reference) {
        return stored.containsKey(reference);
    }

    @Override
    public void beforeCommit(boolean readOnly) {
        sealed = true;
        TransactionDetails last = details;
        if (last == null) {
            return;
        }
        Transaction transaction =
                new Transaction(clock.instant(), caller, UnitOfWork.current(), List.copyOf(written.values()));
        if (clinical) {
            stored.forEach((id, pid) -> last.addResolvedResourceId(new IdType(id), pid));
            evidence.write(transaction, last);
        }
        tracker.beforeCommit(transaction);
    }

    @Override
    public void suspend() {
        TransactionSynchronizationManager.unbindResource(KEY);
    }

    @Override
    public void resume() {
        TransactionSynchronizationManager.bindResource(KEY, this);
    }

    @Override
    public void afterCompletion(int status) {
        TransactionSynchronizationManager.unbindResourceIfPossible(KEY);
        if (status == STATUS_COMMITTED || !attempted) {
            return;
        }
        boolean unknown = status == STATUS_UNKNOWN;
        String reason = reasons.isEmpty() ? (unknown ? "result of the commit is unknown" : "rolled back") : reasons();
        refusals.write(new Refusal(clock.instant(), caller, interaction, unknown, reason));
    }

    private String reasons() {
        return "refused: " + String.join(", ", reasons);
    }
}
