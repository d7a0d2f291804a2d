package org.chartlift.proof;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.replacereferences.PreviousResourceVersionRestorer;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.chartlift.proof.Rest.Answer;
import org.hl7.fhir.r4.model.Reference;

/** The ways back that HAPI FHIR itself offers, over the list of what the load wrote, which stock HAPI does not keep and is given here. */
final class StockRollback {
    private final Rest rest;
    private final PreviousResourceVersionRestorer restorer;

    StockRollback(Rest rest, DaoRegistry daos, HapiTransactionService transactions) {
        this.rest = rest;
        this.restorer = new PreviousResourceVersionRestorer(daos, transactions);
    }

    /**
     * HAPI's undo over everything that the load wrote.
     *
     * @param written version by reference, as the load left it
     * @return empty if it went through, else why it did not
     */
    String undoAll(Map<String, Long> written) {
        return undo(written);
    }

    /** HAPI's undo over what was there before, and a transaction of DELETEs over what the load made. */
    String undoAndDelete(Map<String, Long> written, Snapshot before) {
        Map<String, Long> updated = new TreeMap<>(written);
        updated.keySet().removeIf(r -> !before.has(r));
        String refusal = updated.isEmpty() ? "" : undo(updated);
        if (!refusal.isEmpty()) {
            return refusal;
        }
        return delete(written.keySet().stream().filter(r -> !before.has(r)).toList());
    }

    private String undo(Map<String, Long> versions) {
        List<Reference> references = versions.entrySet().stream()
                .map(e -> new Reference(e.getKey() + "/_history/" + e.getValue()))
                .toList();
        try {
            restorer.restoreToPreviousVersionsInTrx(
                    references, Set.of(), new SystemRequestDetails(), RequestPartitionId.defaultPartition());
            return "";
        } catch (BaseServerResponseException | IllegalArgumentException e) {
            return e.getClass().getSimpleName();
        }
    }

    /** The last version before the load, read from {@code _history}, put on top of whatever is there; and DELETEs over what the load made. */
    String putBackAndDelete(Map<String, Long> written, Snapshot before) {
        for (String reference : written.keySet()) {
            ObjectNode was = before.get(reference);
            if (was != null) {
                Answer put = rest.put(reference, was);
                if (!put.isSuccess()) {
                    return "PUT " + put.status();
                }
            }
        }
        return delete(written.keySet().stream().filter(r -> !before.has(r)).toList());
    }

    /** As {@link #putBackAndDelete}, but whatever refers to what is deleted goes too, until the server agrees: what {@code _cascade=delete} does. */
    String putBackAndCascade(Map<String, Long> written, Snapshot before, Exporter exporter) {
        String refusal = putBackAndDelete(written, before);
        Set<String> doomed = new TreeSet<>(written.keySet());
        doomed.removeIf(before::has);
        while (refusal.startsWith("DELETE")) {
            Map<String, Set<String>> referrers = exporter.take().referrers();
            Set<String> more = new TreeSet<>();
            doomed.forEach(r -> more.addAll(referrers.getOrDefault(r, Set.of())));
            if (!doomed.addAll(more)) {
                return refusal;
            }
            refusal = delete(List.copyOf(doomed));
        }
        return refusal;
    }

    private String delete(List<String> references) {
        ObjectNode bundle =
                Json.MAPPER.createObjectNode().put("resourceType", "Bundle").put("type", "transaction");
        for (String reference : references) {
            bundle.withArray("entry")
                    .addObject()
                    .putObject("request")
                    .put("method", "DELETE")
                    .put("url", reference);
        }
        if (references.isEmpty()) {
            return "";
        }
        Answer answer = rest.post("", bundle);
        return answer.isSuccess() ? "" : "DELETE " + answer.status();
    }

    /** Erases the history of resources, and those that are deleted wholly. */
    String expunge(Collection<String> references) {
        ObjectNode options = Json.MAPPER.createObjectNode().put("resourceType", "Parameters");
        for (String name : List.of("expungeDeletedResources", "expungePreviousVersions")) {
            options.withArray("parameter").addObject().put("name", name).put("valueBoolean", true);
        }
        for (String reference : references) {
            Answer answer = rest.post(reference + "/$expunge", options);
            if (!answer.isSuccess()) {
                return "$expunge " + answer.status();
            }
        }
        return "";
    }
}
