package org.chartlift.interceptor;

import ca.uhn.fhir.rest.api.server.storage.IResourcePersistentId;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.chartlift.validation.ServerView;
import org.hl7.fhir.r4.model.IdType;

/** The stored resources as a running transaction sees them: with those that it has written and not flushed yet. */
final class TransactionView implements ServerView {
    private final ServerView stored;
    private final TransactionDetails details;

    TransactionView(ServerView stored, TransactionDetails details) {
        this.stored = stored;
        this.details = details;
    }

    @Override
    public Set<String> missing(Set<String> references) {
        Set<String> unknown = new HashSet<>(references);
        unknown.removeIf(this::isWritten);
        return unknown.isEmpty() ? Set.of() : stored.missing(unknown);
    }

    private boolean isWritten(String reference) {
        IResourcePersistentId<?> resolved = details.getResolvedResourceId(new IdType(reference));
        return (resolved != null && resolved.getId() != null)
                || TransactionLog.current()
                        .filter(log -> log.hasWritten(reference))
                        .isPresent();
    }

    @Override
    public Map<String, String> birthDates(Set<String> patients) {
        return stored.birthDates(patients);
    }
}
