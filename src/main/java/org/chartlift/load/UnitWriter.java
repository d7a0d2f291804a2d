package org.chartlift.load;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.chartlift.audit.OperationalWork;
import org.chartlift.audit.UnitOfWork;
import org.chartlift.ledger.RawStore.Raw;
import org.chartlift.ledger.RecordLedger.Settled;
import org.chartlift.ledger.RecordRow;
import org.chartlift.ledger.WriteLedger.Op;
import org.chartlift.ledger.WriteLedger.Write;
import org.chartlift.record.Disposition;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;

/**
 * Writes one unit in one database transaction: resources, their Provenance and AuditEvent (by the hooks, out of the bound unit of work), raw source,
 * writes, findings, dispositions. All or nothing. Safe for use by several threads.
 */
final class UnitWriter {
    private static final String POLICY = "https://chartlift.org/mappings|";

    private final LoadServices services;
    private final LoadRun load;
    private final QuarantineTasks tasks;

    UnitWriter(LoadServices services, LoadRun load) {
        this.services = services;
        this.load = load;
        this.tasks = new QuarantineTasks(services, load);
    }

    /** Writes the unit; throws whatever made the transaction fail, and then nothing of it is there. */
    List<Write> commit(UnitPlan plan) {
        SystemRequestDetails request = request();
        List<Write> writes = Objects.requireNonNull(services.metrics()
                .unitTime()
                .record(() -> services.transactions().withRequest(request).execute(status -> write(plan, request))));
        services.metrics().unit("committed");
        services.metrics().written(writes);
        plan.dispositions().values().forEach(d -> services.metrics().records(d, 1));
        load.count(plan.records().size(), 0);
        return writes;
    }

    /** Puts records into quarantine, in one transaction. */
    void quarantine(List<Held> held) {
        SystemRequestDetails request = request();
        services.transactions().withRequest(request).execute(() -> {
            if (load.writes()) {
                services.raw()
                        .put(held.stream()
                                .map(Held::record)
                                .filter(ConvertedRecord::bytesAreTheRecord)
                                .map(r -> new Raw(r.row().hash(), r.bytes()))
                                .toList());
                OperationalWork.bindToTransaction();
                tasks.open(held, request);
            }
            services.records()
                    .settle(
                            load.run().id(),
                            held.stream()
                                    .map(h -> new Settled(h.record().row().seq(), Disposition.QUARANTINED, h.reason()))
                                    .toList());
            services.writes().addLoadFindings(load.run().id(), Findings.ofHeld(held));
        });
        services.metrics().records(Disposition.QUARANTINED, held.size());
        load.count(held.size(), held.size());
    }

    private SystemRequestDetails request() {
        SystemRequestDetails request = new SystemRequestDetails();
        request.setRequestId(load.run().requestId());
        return request;
    }

    private List<Write> write(UnitPlan plan, SystemRequestDetails request) {
        List<Write> writes = new ArrayList<>();
        if (load.writes()) {
            List<Touched> changed =
                    plan.touched().stream().filter(Touched::isChanged).toList();
            plan.touched().stream().filter(t -> !t.isChanged()).forEach(t -> writes.add(row(t, null, Op.UNCHANGED)));
            Moves moves = plan.moves();
            boolean elsewhere = moves != null && moves.concernStored();
            if (!changed.isEmpty() || elsewhere) {
                unitOfWork(plan).bindToTransaction();
            }
            if (!changed.isEmpty()) {
                writes.addAll(put(changed, request));
            }
            if (elsewhere) {
                moves.stored(some -> writes.addAll(put(some, request)));
            }
            services.marks().share();
            if (moves != null) {
                services.moves().remove(moves.takenBack());
                services.moves().add(load.run().id(), moves.made());
            }
            account(plan, writes, request);
        } else {
            plan.touched().forEach(t -> load.rehearsed().add(t.reference()));
        }
        services.records()
                .settle(
                        load.run().id(),
                        plan.dispositions().entrySet().stream()
                                .map(e -> new Settled(e.getKey(), e.getValue(), ""))
                                .toList());
        services.writes().addLoadFindings(load.run().id(), plan.findings());
        return writes;
    }

    private void account(UnitPlan plan, List<Write> writes, SystemRequestDetails request) {
        List<RecordRow> rows = plan.records().stream().map(ConvertedRecord::row).toList();
        services.raw()
                .put(plan.records().stream()
                        .map(r -> new Raw(r.row().hash(), r.bytes()))
                        .toList());
        services.records().applied(load.run(), rows);
        services.writes().writes(load.run().id(), writes);
        tasks.resolve(rows, request);
    }

    /** Settles records that were loaded before and compared under changed maps; what changed was committed by units without records. */
    void remapped(List<RecordRow> rows, List<Settled> settled) {
        SystemRequestDetails request = request();
        services.transactions().withRequest(request).execute(() -> {
            if (load.writes()) {
                services.marks().share();
                services.records().applied(load.run(), rows);
                tasks.resolve(rows, request);
            }
            services.records().settle(load.run().id(), settled);
        });
        settled.forEach(s -> services.metrics().records(s.disposition(), 1));
        load.count(settled.size(), 0);
    }

    private UnitOfWork unitOfWork(UnitPlan plan) {
        return new UnitOfWork(
                load.run().taskId(),
                plan.sources(),
                POLICY + load.run().mapDigest(),
                load.requester(),
                load.run().requestId(),
                "",
                true);
    }

    private List<Write> put(List<Touched> changed, SystemRequestDetails request) {
        Bundle bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        for (Touched t : changed) {
            Stored before = t.before();
            BundleEntryComponent entry = bundle.addEntry().setResource(t.resource());
            entry.getRequest().setMethod(Bundle.HTTPVerb.PUT).setUrl(t.reference());
            if (before != null && before.resource() != null) {
                entry.getRequest().setIfMatch("W/\"" + before.version() + '"');
            }
        }
        Bundle answer = services.system().transactionNested(request, bundle);
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < changed.size(); i++) {
            IdType written = new IdType(answer.getEntry().get(i).getResponse().getLocation());
            writes.add(row(changed.get(i), written.getVersionIdPartAsLong(), op(changed.get(i), written)));
        }
        return writes;
    }

    private static Write row(Touched t, @Nullable Long version, Op op) {
        Stored before = t.before();
        return new Write(
                t.by().last(),
                t.reference().substring(0, t.reference().indexOf('/')),
                t.reference().substring(t.reference().indexOf('/') + 1),
                op == Op.UNCHANGED ? null : version,
                before == null ? null : before.version(),
                before == null ? null : before.hash(),
                t.after(),
                op);
    }

    private static Op op(Touched t, IdType written) {
        Stored before = t.before();
        if (before == null || before.resource() == null) {
            return Op.CREATED;
        }
        if (written.getVersionIdPartAsLong() == before.version()) {
            return Op.UNCHANGED;
        }
        if (t.isRemapped()) {
            return Op.REMAPPED;
        }
        return t.isRepointed() ? Op.REPOINTED : Op.UPDATED;
    }
}
