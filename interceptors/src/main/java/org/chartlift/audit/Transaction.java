package org.chartlift.audit;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of one database transaction when it is about to commit; AuditEvent and Provenance are both made from it.
 *
 * @param recorded when
 * @param caller who asked, as the server knows it
 * @param unit on whose behalf and out of which records, if the writing code said so
 * @param written every resource version that was written, in the order of writing; at least one
 */
public record Transaction(Instant recorded, Caller caller, Optional<UnitOfWork> unit, List<WrittenResource> written) {
    public Transaction {
        written = List.copyOf(written);
        if (written.isEmpty()) {
            throw new IllegalArgumentException("a transaction that wrote nothing leaves no evidence");
        }
    }

    /** The one kind of change that the transaction made; empty if it made several. */
    Optional<Change> onlyChange() {
        Set<Change> changes = EnumSet.noneOf(Change.class);
        written.forEach(w -> changes.add(w.change()));
        return changes.size() == 1 ? changes.stream().findFirst() : Optional.empty();
    }

    /** {@code Patient/id} of all whose record was written, sorted. */
    Set<String> patients() {
        Set<String> patients = new TreeSet<>();
        written.forEach(w -> patients.addAll(w.patients()));
        unit.map(UnitOfWork::patient).filter(p -> !p.isEmpty()).ifPresent(patients::add);
        return patients;
    }

    String requester() {
        return unit.map(UnitOfWork::requester).filter(r -> !r.isEmpty()).orElse(caller.requester());
    }

    String requestId() {
        return unit.map(UnitOfWork::requestId).filter(r -> !r.isEmpty()).orElse(caller.requestId());
    }
}
