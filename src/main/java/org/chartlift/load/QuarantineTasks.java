package org.chartlift.load;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.chartlift.ledger.QuarantineLedger.Entry;
import org.chartlift.ledger.RecordRow;
import org.chartlift.record.ContentHash;
import org.chartlift.record.Finding;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;

/**
 * One Task per quarantined record: where it lies, what was found, and that it is resolved once it is loaded. Holds no value of a
 * patient. To be called within the transaction of the rows.
 */
final class QuarantineTasks {
    private final LoadServices services;
    private final LoadRun load;

    QuarantineTasks(LoadServices services, LoadRun load) {
        this.services = services;
        this.load = load;
    }

    /** Opens entries, and writes the Tasks of those that say something new. */
    void open(List<Held> held, SystemRequestDetails request) {
        Map<String, Held> byTask = held.stream().collect(Collectors.toMap(this::taskId, h -> h, (a, b) -> a));
        List<Entry> entries = byTask.entrySet().stream()
                .map(e -> entry(e.getKey(), e.getValue()))
                .toList();
        Bundle bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        for (Entry entry : services.quarantine().open(load.run(), entries)) {
            put(bundle, task(entry.task(), byTask.get(entry.task())));
        }
        write(bundle, request);
    }

    private static Entry entry(String task, Held held) {
        return new Entry(held.record().row(), task, held.record().scanned(), held.findings());
    }

    /** Completes the Tasks of records that are loaded now. */
    void resolve(List<RecordRow> rows, SystemRequestDetails request) {
        List<ContentHash> hashes = rows.stream().map(RecordRow::hash).toList();
        List<String> resolved = services.quarantine().resolve(load.run(), hashes).stream()
                .map(id -> "Task/" + id)
                .toList();
        Bundle bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        services.stored().read(resolved).values().forEach(stored -> {
            if (stored.resource() instanceof Task task) {
                task.setStatus(Task.TaskStatus.COMPLETED).setLastModified(now());
                task.setStatusReason(null);
                task.addOutput(new Task.TaskOutputComponent(
                        new CodeableConcept().setText("resolved-by"),
                        new Reference("Task/" + load.run().taskId())));
                put(bundle, task);
            }
        });
        write(bundle, request);
    }

    private String taskId(Held held) {
        return load.ids()
                .id(
                        load.run().sourceSystem(),
                        "quarantine",
                        held.record().row().hash().hex());
    }

    private Date now() {
        return Date.from(services.clock().instant());
    }

    private Task task(String id, Held held) {
        RecordRow row = held.record().row();
        Task task = new Task()
                .setStatus(held.isWaiting() ? Task.TaskStatus.ONHOLD : Task.TaskStatus.FAILED)
                .setIntent(Task.TaskIntent.ORDER)
                .setCode(Terms.code("quarantine"))
                .setBusinessStatus(Terms.code(held.decisive().rule()))
                .setStatusReason(new CodeableConcept().setText(held.reason()))
                .setDescription("Source record in quarantine")
                .setAuthoredOn(now())
                .setLastModified(now());
        task.setId(id);
        task.addIdentifier()
                .setSystem("urn:ietf:rfc:3986")
                .setValue(held.record().source("").logicalId());
        task.addPartOf(new Reference("Task/" + load.run().taskId()));
        input(task, "source-system", load.run().sourceSystem());
        input(task, "location", row.location());
        input(task, "format", row.format());
        input(task, "kind", row.kind());
        input(task, "control-id", row.controlId());
        held.findings()
                .forEach(f -> task.addOutput(new Task.TaskOutputComponent(
                        new CodeableConcept().setText("finding"), new StringType(text(f)))));
        return task;
    }

    private static void input(Task task, String name, String value) {
        if (!value.isBlank()) {
            task.addInput(new Task.ParameterComponent(new CodeableConcept().setText(name), new StringType(value)));
        }
    }

    private static String text(Finding f) {
        String at = (f.sourcePath() + ' ' + f.targetPath()).strip();
        return f.severity() + " " + f.rule() + (at.isEmpty() ? "" : " at " + at) + ": " + f.message();
    }

    private static void put(Bundle bundle, Task task) {
        bundle.addEntry()
                .setResource(task)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.PUT)
                .setUrl("Task/" + task.getIdElement().getIdPart());
    }

    private void write(Bundle bundle, SystemRequestDetails request) {
        if (bundle.hasEntry()) {
            services.system().transactionNested(request, bundle);
        }
    }
}
