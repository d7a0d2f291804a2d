package org.chartlift.interceptor.hold;

import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Asks HAPI's index of references which patients the Lists of holds name. */
final class HeldPatients {
    private static final int IDS_PER_QUERY = 1_000;
    private static final String QUERY = "select l.myTargetResource.myFhirId from ResourceLink l"
            + " where l.mySourceResourceType = 'List' and l.mySourcePath = 'List.entry.item'"
            + " and l.mySourceResource.myFhirId like '" + HoldList.ID_PREFIX + "%'"
            + " and l.mySourceResource.myFhirId <> :except and l.mySourceResource.myDeleted is null"
            + " and l.myTargetResource.myResourceType = 'Patient'";

    private final EntityManager entities;

    HeldPatients(EntityManager entities) {
        this.entities = entities;
    }

    Set<String> all() {
        return references(query(QUERY, ""));
    }

    boolean isEmpty() {
        return query(QUERY, "").setMaxResults(1).getResultList().isEmpty();
    }

    /**
     * Those of the patients who are held.
     *
     * @param patients {@code Patient/id}
     * @param except id of a List that shall not count; empty for none
     */
    Set<String> among(Set<String> patients, String except) {
        Set<String> held = new HashSet<>();
        List<String> ids =
                patients.stream().map(p -> p.substring(p.indexOf('/') + 1)).toList();
        for (int from = 0; from < ids.size(); from += IDS_PER_QUERY) {
            held.addAll(references(query(QUERY + " and l.myTargetResource.myFhirId in (:ids)", except)
                    .setParameter("ids", ids.subList(from, Math.min(ids.size(), from + IDS_PER_QUERY)))));
        }
        return held;
    }

    /** The patients of documents whose content the Binary is. */
    Set<String> patientsOfBinary(String binary) {
        List<Long> documents = entities.createQuery(
                        "select u.myResource.myPid.myId from ResourceIndexedSearchParamUri u"
                                + " where u.myResourceType = 'DocumentReference' and u.myParamName = 'location'"
                                + " and u.myUri = :uri",
                        Long.class)
                .setParameter("uri", binary)
                .setFlushMode(FlushModeType.COMMIT)
                .getResultList();
        if (documents.isEmpty()) {
            return Set.of();
        }
        return references(entities.createQuery(
                        "select l.myTargetResource.myFhirId from ResourceLink l"
                                + " where l.mySourceResource.myPid.myId in (:documents)"
                                + " and l.myTargetResource.myResourceType = 'Patient'",
                        String.class)
                .setParameter("documents", documents)
                .setFlushMode(FlushModeType.COMMIT));
    }

    private TypedQuery<String> query(String text, String except) {
        return entities.createQuery(text, String.class)
                .setParameter("except", except)
                .setFlushMode(FlushModeType.COMMIT);
    }

    private static Set<String> references(TypedQuery<String> query) {
        Set<String> references = new HashSet<>();
        new ArrayList<>(query.getResultList()).forEach(id -> references.add("Patient/" + id));
        return references;
    }
}
