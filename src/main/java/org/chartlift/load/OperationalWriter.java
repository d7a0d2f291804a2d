package org.chartlift.load;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Task;

/** Writes what is about runs and not about patients: Tasks of runs and their reports. Each in a transaction of its own. */
public final class OperationalWriter {
    private final DaoRegistry daos;

    public OperationalWriter(DaoRegistry daos) {
        this.daos = daos;
    }

    /** Creates the Task, or writes its next version. */
    public void write(Task task) {
        daos.getResourceDao(Task.class).update(task, new SystemRequestDetails());
    }

    /** Creates the Binary, or writes its next version. */
    public void write(Binary binary) {
        daos.getResourceDao(Binary.class).update(binary, new SystemRequestDetails());
    }
}
