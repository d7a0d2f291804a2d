package org.chartlift.interceptor;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.api.model.DeleteConflict;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.entity.BaseResourceIndexedSearchParam;
import ca.uhn.fhir.jpa.model.entity.ResourceLink;
import ca.uhn.fhir.model.primitive.IdDt;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.validation.ServerView;

/**
 * Asks HAPI's tables about stored resources, with one query for many. Queries do not flush the session, so they neither
 * disturb HAPI's order of writes nor see what the running transaction has not flushed; {@link TransactionLog} knows that.
 */
final class StoredResources implements ServerView {
    private static final int IDS_PER_QUERY = 1_000;
    private static final int MAX_REFERRERS = 60;
    private static final int ORDINAL_MONTH = 100;
    private static final int ORDINAL_YEAR = 10_000;

    /** HAPI knows a search parameter in its index tables by hash; partitions are in it only if a server says so. */
    private static final long BIRTHDATE = BaseResourceIndexedSearchParam.calculateHashIdentity(
            new PartitionSettings(), (RequestPartitionId) null, "Patient", "birthdate");

    private final EntityManager entities;

    /** @param entities a shared EntityManager, which joins the calling thread's transaction or opens a session of its own */
    StoredResources(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public Set<String> missing(Set<String> references) {
        Set<String> missing = new HashSet<>(references);
        idsByType(references).forEach((type, ids) -> {
            for (List<String> some : chunks(ids)) {
                entities.createQuery(
                                "select r.myFhirId from ResourceTable r"
                                        + " where r.myResourceType = :type and r.myFhirId in (:ids) and r.myDeleted is null",
                                String.class)
                        .setParameter("type", type)
                        .setParameter("ids", some)
                        .setFlushMode(FlushModeType.COMMIT)
                        .getResultList()
                        .forEach(id -> missing.remove(type + "/" + id));
            }
        });
        return missing;
    }

    /** From the index of the search parameter {@code birthdate}, which keeps the first and last day that are meant. */
    @Override
    public Map<String, String> birthDates(Set<String> patients) {
        Map<String, String> dates = new HashMap<>();
        for (List<String> some : chunks(idsByType(patients).getOrDefault("Patient", List.of()))) {
            entities.createQuery(
                            "select r.myFhirId as id, d.myValueLowDateOrdinal as low, d.myValueHighDateOrdinal as high"
                                    + " from ResourceIndexedSearchParamDate d join d.myResource r"
                                    + " where d.myHashIdentity = :hash and r.myResourceType = 'Patient'"
                                    + " and r.myFhirId in (:ids) and r.myDeleted is null",
                            Tuple.class)
                    .setParameter("hash", BIRTHDATE)
                    .setParameter("ids", some)
                    .setFlushMode(FlushModeType.COMMIT)
                    .getResultList()
                    .forEach(row -> putDate(dates, row));
        }
        return dates;
    }

    /** Resources other than evidence that refer to the target, each of them once for each link; at most {@value #MAX_REFERRERS}. */
    List<DeleteConflict> referrersBesidesEvidence(IdDt target) {
        return entities.createQuery(
                        "select l from ResourceLink l join fetch l.mySourceResource"
                                + " where l.myTargetResource.myResourceType = :type and l.myTargetResource.myFhirId = :id"
                                + " and l.myTargetResourceVersion is null and l.mySourceResourceType not in (:evidence)",
                        ResourceLink.class)
                .setParameter("type", target.getResourceType())
                .setParameter("id", target.getIdPart())
                .setParameter("evidence", ResourceRole.EVIDENCE_TYPES)
                .setMaxResults(MAX_REFERRERS)
                .getResultStream()
                .map(link -> new DeleteConflict(link.getSourceResource().getIdDt(), link.getSourcePath(), target))
                .toList();
    }

    private static void putDate(Map<String, String> dates, Tuple row) {
        Integer low = row.get("low", Integer.class);
        Integer high = row.get("high", Integer.class);
        if (low != null && high != null) {
            dates.put("Patient/" + row.get("id", String.class), fhirDate(low, high));
        }
    }

    /** 20240301 and 20240331 are {@code 2024-03}. */
    static String fhirDate(int low, int high) {
        String year = "%04d".formatted(low / ORDINAL_YEAR);
        String month = "-%02d".formatted(low / ORDINAL_MONTH % ORDINAL_MONTH);
        if (low == high) {
            return year + month + "-%02d".formatted(low % ORDINAL_MONTH);
        }
        return low / ORDINAL_MONTH == high / ORDINAL_MONTH ? year + month : year;
    }

    private static Map<String, List<String>> idsByType(Set<String> references) {
        Map<String, List<String>> ids = new HashMap<>();
        for (String reference : references) {
            int slash = reference.indexOf('/');
            ids.computeIfAbsent(reference.substring(0, slash), t -> new ArrayList<>())
                    .add(reference.substring(slash + 1));
        }
        return ids;
    }

    private static List<List<String>> chunks(List<String> ids) {
        List<List<String>> chunks = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += IDS_PER_QUERY) {
            chunks.add(ids.subList(from, Math.min(ids.size(), from + IDS_PER_QUERY)));
        }
        return chunks;
    }
}
