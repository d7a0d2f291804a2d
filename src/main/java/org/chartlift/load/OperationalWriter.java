package org.chartlift.load;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import org.chartlift.audit.OperationalWork;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.Task;

/** Writes what is about the work and not about patients: Tasks of runs and their reports, and who asked for what. Each in a transaction of its own. */
public final class OperationalWriter {
    private final DaoRegistry daos;
    private final IHapiTransactionService transactions;

    public OperationalWriter(DaoRegistry daos, IHapiTransactionService transactions) {
        this.daos = daos;
        this.transactions = transactions;
    }

    /** Creates the AuditEvent. */
    public void write(AuditEvent event) {
        SystemRequestDetails request = new SystemRequestDetails();
        transactions.withRequest(request).execute(() -> daos.getResourceDao(AuditEvent.class)
                .create(event, request));
    }

    /** Creates the Task, or writes its next version. */
    public void write(Task task) {
        SystemRequestDetails request = new SystemRequestDetails();
        transactions.withRequest(request).execute(() -> {
            OperationalWork.bindToTransaction();
            daos.getResourceDao(Task.class).update(task, request);
        });
    }

    /** Creates the Binary, or writes its next version. */
    public void write(Binary binary) {
        SystemRequestDetails request = new SystemRequestDetails();
        transactions.withRequest(request).execute(() -> {
            OperationalWork.bindToTransaction();
            daos.getResourceDao(Binary.class).update(binary, request);
        });
    }

    /** Creates the MeasureReport, or writes its next version. */
    public void write(MeasureReport report) {
        SystemRequestDetails request = new SystemRequestDetails();
        transactions.withRequest(request).execute(() -> {
            OperationalWork.bindToTransaction();
            daos.getResourceDao(MeasureReport.class).update(report, request);
        });
    }

    /** Creates the List, or writes its next version; it speaks of patients, so that the transaction leaves its evidence. */
    public void write(ListResource list) {
        SystemRequestDetails request = new SystemRequestDetails();
        transactions.withRequest(request).execute(() -> {
            OperationalWork.bindToTransaction();
            daos.getResourceDao(ListResource.class).update(list, request);
        });
    }
}
