package org.chartlift.interceptor.hold;

import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks HAPI's index of references which patients the Lists of holds name. */
final class HeldPatients {
    private static final int IDS_PER_QUERY = 1_000;
    private static final String QUERY = "select l.myTargetResource.myFhirId from ResourceLink l"
            + " where l.mySourceResourceType = 'List' and l.mySourcePath = 'List.entry.item'"
            + " and l.mySourceResource.myFhirId like '" + HoldList.ID_PREFIX + "%'"
            + " and l.mySourceResource.myFhirId <> :except and l.mySourceResource.myDeleted is null"
            + " and l.myTargetResource.myResourceType = 'Patient'";

    private static final List<String> OWNERS = List.of("patient", "subject", "beneficiary");

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

    /** The patients whom resources that are there name as theirs: resource to patients, {@code Type/id}. */
    Map<String, Set<String>> patientsOf(String type, List<String> ids) {
        Map<String, Set<String>> patients = new HashMap<>();
        for (int from = 0; from < ids.size(); from += IDS_PER_QUERY) {
            entities
                    .createQuery(
                            "select l.mySourceResource.myFhirId as id, l.mySourcePath as path, l.myTargetResource.myFhirId as patient"
                                    + " from ResourceLink l where l.mySourceResourceType = :type"
                                    + " and l.mySourceResource.myFhirId in (:ids)"
                                    + " and l.myTargetResource.myResourceType = 'Patient'",
                            Tuple.class)
                    .setParameter("type", type)
                    .setParameter("ids", ids.subList(from, Math.min(ids.size(), from + IDS_PER_QUERY)))
                    .setFlushMode(FlushModeType.COMMIT)
                    .getResultList()
                    .stream()
                    .filter(row -> isOwner(type, row.get("path", String.class)))
                    .forEach(row -> patients.computeIfAbsent(type + "/" + row.get("id"), r -> new HashSet<>())
                            .add("Patient/" + row.get("patient")));
        }
        return patients;
    }

    /** HAPI writes the path with conditions behind it, such as {@code Observation.subject.where(resolve() is Patient)}. */
    private static boolean isOwner(String type, String path) {
        return OWNERS.stream()
                .map(owner -> type + '.' + owner)
                .anyMatch(p -> path.equals(p) || path.startsWith(p + '.'));
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
