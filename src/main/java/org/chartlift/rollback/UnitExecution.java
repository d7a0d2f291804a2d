package org.chartlift.rollback;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.chartlift.audit.OperationalWork;
import org.chartlift.audit.UnitOfWork;
import org.chartlift.ledger.WriteLedger.Op;
import org.chartlift.ledger.WriteLedger.Write;
import org.chartlift.record.ContentHash;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.jspecify.annotations.Nullable;

/**
 * Writes one unit in one database transaction: versions, conflict Tasks, Provenance and AuditEvent (by the hooks, out of the bound unit of work), rows of the
 * ledger and of the plan. The rows of the resources are locked first; what moved since the plan is left for another decision. Safe for use by several threads.
 */
final class UnitExecution {
    private static final String REFUSED = "refused";
    private static final String REFERRED_TO = "referred-to";
    private static final String META_SNAPSHOT = "X-Meta-Snapshot-Mode";

    private final RollbackServices services;
    private final Rollback rollback;
    private final EditedResources edited;
    private final Relabels relabels;
    private final ConflictTasks conflicts;
    private final EarlierConflicts earlier;

    UnitExecution(RollbackServices services, Rollback rollback) {
        this.services = services;
        this.rollback = rollback;
        this.edited = new EditedResources(services.jdbc(), services.versions());
        this.relabels = new Relabels(services.jdbc(), services.versions());
        this.conflicts = new ConflictTasks(services.load().clock(), services.versions(), rollback);
        this.earlier = new EarlierConflicts(services.jdbc(), services.versions());
    }

    /** A resource of the unit and what it becomes. */
    private record Change(Item item, @Nullable Resource resource, @Nullable ContentHash hash) {}

    /** Where a row stands under its lock. */
    private record Locked(long version, boolean live) {}

    /**
     * Does the unit; throws whatever made the transaction fail, and then nothing of it is there.
     *
     * @param number orders what comes back if the rollback is taken back
     */
    void execute(int number, List<Item> unit) {
        SystemRequestDetails request = request();
        services.load().transactions().withRequest(request).execute(() -> write(number, unit, request));
    }

    /** Brings back what this rollback deleted and turned out to be needed: one transaction, as {@link #execute}. What somebody made again since stays as it is. */
    void bringBack(List<Item> deleted) {
        SystemRequestDetails request = request();
        services.load().transactions().withRequest(request).execute(() -> bringBack(deleted, request));
    }

    private SystemRequestDetails request() {
        SystemRequestDetails request = new SystemRequestDetails();
        request.setRequestId(rollback.requestId());
        // what the version did not have is taken away, tags and security labels too
        request.addHeader(META_SNAPSHOT, "TAG,PROFILE,SECURITY_LABEL");
        return request;
    }

    private void bringBack(List<Item> deleted, SystemRequestDetails request) {
        Map<Long, Locked> now = locked(deleted);
        List<Change> changes = new ArrayList<>();
        for (Item item : deleted) {
            Long gone = item.written();
            Resource resource = services.versions().read(item.type(), item.id(), item.current());
            if (gone != null && resource != null && new Locked(gone, false).equals(now.get(item.pid()))) {
                changes.add(change(item.returning(gone), resource));
            }
        }
        if (changes.isEmpty()) {
            return;
        }
        Bundle bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        changes.forEach(change -> put(bundle, change));
        List<Item> back = changes.stream().map(Change::item).toList();
        List<String> returnedTo = back.stream()
                .map(item -> item.reference() + "/_history/" + item.base())
                .toList();
        Map<Long, Long> written = send(0, bundle, changes, returnedTo, request);
        back.forEach(item -> services.items().decide(rollback.id(), item.seq(), Action.KEEP, REFERRED_TO));
        services.items().done(rollback.id(), back, written);
    }

    /** Says of a resource that could not be written at all that it stays as it is, with all sides; deleted, where it was this rollback that deleted it and it could not come back. */
    void refuse(Item planned) {
        Long deleted = planned.written();
        Item item = deleted == null ? planned : planned.gone();
        SystemRequestDetails request = new SystemRequestDetails();
        services.load().transactions().withRequest(request).execute(() -> {
            OperationalWork.bindToTransaction();
            services.items().decide(rollback.id(), item.seq(), Action.CONFLICT, REFUSED);
            Bundle bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
            add(bundle, conflicts.of(item, edited.impossible(rollback, item, REFUSED)));
            services.load().system().transactionNested(request, bundle);
            services.items()
                    .done(rollback.id(), List.of(item), deleted == null ? Map.of() : Map.of(item.seq(), deleted));
        });
    }

    private void write(int number, List<Item> planned, SystemRequestDetails request) {
        List<Item> unit = notHeld(unmoved(planned));
        unit = unit.stream().filter(stillNeedless(unit)).toList();
        List<Change> changes = new ArrayList<>();
        Bundle bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        List<String> returnedTo = new ArrayList<>();
        List<Task> tasks = new ArrayList<>();
        for (Item item : unit) {
            Change change = item.action() == Action.DELETE ? new Change(item, null, null) : content(item, tasks);
            if (change != null) {
                changes.add(change);
                put(bundle, change);
                if (item.action() != Action.DELETE && item.base() != null) {
                    returnedTo.add(item.reference() + "/_history/" + item.base());
                }
            }
        }
        tasks.addAll(earlier.naming(
                unit.stream().filter(i -> i.action() == Action.DELETE).toList()));
        tasks.forEach(task -> add(bundle, task));
        Map<Long, Long> written = bundle.hasEntry() ? send(number, bundle, changes, returnedTo, request) : Map.of();
        services.items().done(rollback.id(), unit, written);
    }

    private static void add(Bundle bundle, Task task) {
        IdType id = task.getIdElement();
        BundleEntryComponent entry = bundle.addEntry().setResource(task);
        entry.getRequest().setMethod(Bundle.HTTPVerb.PUT).setUrl("Task/" + id.getIdPart());
        if (id.hasVersionIdPart()) {
            entry.getRequest().setIfMatch("W/\"" + id.getVersionIdPart() + '"');
        }
    }

    /** A hold may have been set since the plan. */
    private List<Item> notHeld(List<Item> unit) {
        Set<String> held =
                services.holds().held(unit.stream().map(Item::reference).toList());
        unit.stream().filter(i -> held.contains(i.reference())).forEach(i -> services.items()
                .hold(rollback.id(), i.seq()));
        return unit.stream().filter(i -> !held.contains(i.reference())).toList();
    }

    /** Locks the rows in order, and puts aside what somebody has written since the plan. */
    private List<Item> unmoved(List<Item> planned) {
        Map<Long, Locked> now = locked(planned);
        Set<Long> touched = relabels.touched(planned, rollback.mark());
        List<Item> unmoved = new ArrayList<>();
        for (Item item : planned) {
            Locked locked = now.get(item.pid());
            if (locked != null
                    && locked.version() == item.current()
                    && !(touched.contains(item.pid()) && isRelabelled(item))) {
                unmoved.add(item);
            } else if (locked != null) {
                services.items().moved(rollback.id(), item, locked.version(), locked.live());
            }
        }
        return unmoved;
    }

    /** What was edited before is decided again anyway, unless it goes. */
    private boolean isRelabelled(Item item) {
        return (!item.edited() || item.action() == Action.DELETE) && relabels.any(rollback, item);
    }

    private Map<Long, Locked> locked(List<Item> unit) {
        Map<Long, Locked> now = new HashMap<>();
        services.jdbc()
                .query(
                        connection -> {
                            PreparedStatement ps = connection.prepareStatement(
                                    """
                                    select res_id, res_ver, res_deleted_at is null from hfj_resource where res_id = any(?) order by res_id for update""");
                            ps.setArray(
                                    1,
                                    connection.createArrayOf(
                                            "bigint",
                                            unit.stream().map(Item::pid).toArray()));
                            return ps;
                        },
                        rs -> {
                            now.put(rs.getLong(1), new Locked(rs.getLong(2), rs.getBoolean(3)));
                        });
        return now;
    }

    /** What is to be deleted and has come to be referred to since the plan is kept; what it refers to finds it alive in its turn. */
    private Predicate<Item> stillNeedless(List<Item> unit) {
        Map<Long, Item> going = new HashMap<>();
        unit.stream().filter(i -> i.action() == Action.DELETE).forEach(i -> going.put(i.pid(), i));
        Set<Long> needed = new HashSet<>();
        Set<Long> found = going.isEmpty() ? Set.of() : referredTo(going.keySet());
        while (!found.isEmpty()) {
            for (Long pid : found) {
                Item item = going.remove(pid);
                needed.add(pid);
                services.items().keep(rollback.id(), Set.of(item.reference()), REFERRED_TO);
            }
            found = going.isEmpty() ? Set.of() : referredTo(going.keySet());
        }
        return item -> !needed.contains(item.pid());
    }

    private Set<Long> referredTo(Set<Long> pids) {
        return new HashSet<>(services.jdbc()
                .query(
                        connection -> {
                            PreparedStatement ps = connection.prepareStatement(
                                    """
                                    select distinct l.target_resource_id from hfj_res_link l join hfj_resource s on s.res_id = l.src_resource_id
                                    where l.target_resource_id = any(?) and not l.src_resource_id = any(?) and s.res_deleted_at is null and %s"""
                                            .formatted(EarlierConflicts.KEEPS_ALIVE));
                            var array = connection.createArrayOf("bigint", pids.toArray());
                            ps.setArray(1, array);
                            ps.setArray(2, array);
                            return ps;
                        },
                        (rs, i) -> rs.getLong(1)));
    }

    /** Null if nothing of the resource is to be written. */
    private @Nullable Change content(Item item, List<Task> tasks) {
        if (item.action() == Action.RESTORE && !item.edited() && item.base() != null) {
            Resource resource = services.versions().read(item.type(), item.id(), item.base());
            return resource == null ? null : change(item, resource);
        }
        Verdict verdict = item.edited() && !item.why().startsWith("refer")
                ? edited.of(rollback, item)
                : edited.impossible(rollback, item, item.why());
        if (!verdict.conflicts().isEmpty()) {
            tasks.add(conflicts.of(item, verdict));
        }
        ObjectNode content = verdict.content();
        return verdict.writes() && content != null
                ? change(item, services.versions().resource(content))
                : null;
    }

    private Change change(Item item, Resource resource) {
        return new Change(item, resource, services.load().hasher().hash(resource));
    }

    private static void put(Bundle bundle, Change change) {
        Item item = change.item();
        BundleEntryComponent entry = bundle.addEntry();
        if (change.resource() == null) {
            entry.getRequest().setMethod(Bundle.HTTPVerb.DELETE).setUrl(item.reference());
            return;
        }
        entry.setResource(change.resource())
                .getRequest()
                .setMethod(Bundle.HTTPVerb.PUT)
                .setUrl(item.reference());
        if (item.live()) {
            entry.getRequest().setIfMatch("W/\"" + item.current() + '"');
        }
    }

    private Map<Long, Long> send(
            int number, Bundle bundle, List<Change> changes, List<String> returnedTo, SystemRequestDetails request) {
        Map<Long, ContentHash> before = hashes(changes);
        new UnitOfWork(
                        rollback.taskId(),
                        List.of(),
                        "",
                        rollback.requester(),
                        rollback.requestId(),
                        "",
                        true,
                        new UnitOfWork.Restoration(returnedTo))
                .bindToTransaction();
        Bundle answer = services.load().system().transactionNested(request, bundle);
        Map<Long, Long> written = new HashMap<>();
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            Item item = change.item();
            String location = answer.getEntry().get(i).getResponse().getLocation();
            long version =
                    change.resource() == null ? item.current() + 1 : new IdType(location).getVersionIdPartAsLong();
            if (version != item.current()) {
                written.put(item.seq(), version);
                writes.add(row(number, change, version, before.get(item.pid())));
            }
        }
        services.load().marks().share();
        services.load().writes().rollbackWrites(rollback.id(), writes);
        return written;
    }

    private static Write row(int number, Change change, long version, @Nullable ContentHash before) {
        Item item = change.item();
        return new Write(
                number,
                item.type(),
                item.id(),
                version,
                item.current(),
                before,
                change.hash(),
                change.resource() == null ? Op.DELETED : Op.RESTORED);
    }

    /** Hashes of what is there before, by row: from the ledger where we wrote it, else from the content. */
    private Map<Long, ContentHash> hashes(List<Change> changes) {
        Map<Long, ContentHash> hashes = new HashMap<>();
        services.jdbc()
                .query(
                        connection -> {
                            PreparedStatement ps = connection.prepareStatement(
                                    """
                                    select r.res_id, w.hash_after from hfj_resource r join chartlift.write w on w.resource_type = r.res_type
                                    and w.resource_id = r.fhir_id and w.version = r.res_ver where r.res_id = any(?) and w.hash_after is not null""");
                            ps.setArray(
                                    1,
                                    connection.createArrayOf(
                                            "bigint",
                                            changes.stream()
                                                    .map(c -> c.item().pid())
                                                    .toArray()));
                            return ps;
                        },
                        rs -> {
                            hashes.put(
                                    rs.getLong(1),
                                    new ContentHash(HexFormat.of().formatHex(rs.getBytes(2))));
                        });
        for (Change change : changes) {
            Item item = change.item();
            if (item.live() && !hashes.containsKey(item.pid())) {
                Resource now = services.versions().read(item.type(), item.id(), item.current());
                if (now != null) {
                    hashes.put(item.pid(), services.load().hasher().hash(now));
                }
            }
        }
        return hashes;
    }
}
