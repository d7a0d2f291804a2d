package org.chartlift.load;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.chartlift.audit.OperationalWork;
import org.chartlift.ledger.ContentHasher;
import org.hl7.fhir.r4.model.ConceptMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the vocabulary of the maps on the server as ConceptMaps, so that {@code $translate} answers what the conversion does. Safe for use by several threads, which
 * take turns.
 */
public final class VocabularyLoader {
    private static final Logger LOG = LoggerFactory.getLogger(VocabularyLoader.class);
    private static final String BASE = "https://chartlift.org/fhir/ConceptMap/";
    /** Stands for the system of codes that come without one. */
    private static final String ANY_SYSTEM = "https://chartlift.org/fhir/CodeSystem/any";

    private static final int VERSION_DIGITS = 12;

    private final DaoRegistry daos;
    private final IHapiTransactionService transactions;
    private final StoredResources stored;
    private final ContentHasher hasher;

    public VocabularyLoader(
            DaoRegistry daos, IHapiTransactionService transactions, StoredResources stored, ContentHasher hasher) {
        this.daos = daos;
        this.transactions = transactions;
        this.stored = stored;
        this.hasher = hasher;
    }

    /**
     * Writes those ConceptMaps that are not stored as they are, each in a transaction of its own; one that the server refuses is reported and left out. What is
     * stored and no longer in the maps stays: an earlier run was made with it.
     *
     * @param vocabulary by name; not changed
     * @return how many were written
     */
    public synchronized int load(Map<String, ConceptMap> vocabulary) {
        Map<String, ConceptMap> wanted = new LinkedHashMap<>();
        new TreeMap<>(vocabulary).forEach((name, map) -> {
            ConceptMap resource = resource(name, map);
            wanted.put("ConceptMap/" + resource.getIdElement().getIdPart(), resource);
        });
        Map<String, Stored> there = stored.read(wanted.keySet());
        int written = 0;
        for (Map.Entry<String, ConceptMap> e : wanted.entrySet()) {
            Stored before = there.get(e.getKey());
            if (before == null || !hasher.hash(e.getValue()).equals(before.hash())) {
                written += write(e.getValue()) ? 1 : 0;
            }
        }
        return written;
    }

    /** The ConceptMap as a resource: its version is that of its content, unless its file gives one. */
    private ConceptMap resource(String name, ConceptMap map) {
        ConceptMap resource = map.copy();
        if (!resource.hasUrl()) {
            resource.setUrl(BASE + name);
        }
        // HAPI wants both systems; a translation of a code without a system is asked for without one
        resource.getGroup().stream().filter(g -> !g.hasSource()).forEach(g -> g.setSource(ANY_SYSTEM));
        resource.getGroup().stream().filter(g -> !g.hasTarget()).forEach(g -> g.setTarget(ANY_SYSTEM));
        if (!resource.hasVersion()) {
            resource.setVersion(hasher.hash(resource).hex().substring(0, VERSION_DIGITS));
        }
        resource.setId("chartlift-" + name.replaceAll("[^A-Za-z0-9.-]", "-"));
        return resource;
    }

    private boolean write(ConceptMap map) {
        SystemRequestDetails request = new SystemRequestDetails();
        try {
            transactions.withRequest(request).execute(() -> {
                OperationalWork.bindToTransaction();
                daos.getResourceDao(ConceptMap.class).update(map, request);
            });
            return true;
        } catch (BaseServerResponseException e) {
            LOG.warn("the vocabulary {} was refused by the server: {}", map.getName(), e.getMessage());
            return false;
        }
    }
}
