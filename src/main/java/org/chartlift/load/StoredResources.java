package org.chartlift.load;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.chartlift.ledger.ContentHasher;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads what the server has, many resources at once. One query tells what exists, so that a first load reads nothing else; bodies
 * come through the DAO, which alone knows how they are kept. Safe for use by several threads.
 */
public final class StoredResources {
    private static final int IDS_PER_SEARCH = 100;

    private final JdbcTemplate jdbc;
    private final DaoRegistry daos;
    private final ContentHasher hasher;

    public StoredResources(JdbcTemplate jdbc, DaoRegistry daos, ContentHasher hasher) {
        this.jdbc = jdbc;
        this.daos = daos;
        this.hasher = hasher;
    }

    private record Existing(String type, String id, long version, boolean deleted) {}

    /** Those of the resources ({@code Type/id}) that exist, deleted ones among them. */
    Map<String, Stored> read(Collection<String> references) {
        Map<String, Stored> found = new HashMap<>();
        Map<String, List<String>> live = new TreeMap<>();
        for (Existing e : existing(references)) {
            if (e.deleted()) {
                found.put(e.type() + '/' + e.id(), new Stored(e.version(), null, null));
            } else {
                live.computeIfAbsent(e.type(), t -> new ArrayList<>()).add(e.id());
            }
        }
        live.forEach((type, ids) -> {
            for (int from = 0; from < ids.size(); from += IDS_PER_SEARCH) {
                bodies(type, ids.subList(from, Math.min(ids.size(), from + IDS_PER_SEARCH)), found);
            }
        });
        return found;
    }

    private List<Existing> existing(Collection<String> references) {
        if (references.isEmpty()) {
            return List.of();
        }
        String[] types =
                references.stream().map(r -> r.substring(0, r.indexOf('/'))).toArray(String[]::new);
        String[] ids =
                references.stream().map(r -> r.substring(r.indexOf('/') + 1)).toArray(String[]::new);
        return jdbc.query(
                connection -> {
                    var ps = connection.prepareStatement(
                            """
                            select r.res_type, r.fhir_id, r.res_ver, r.res_deleted_at is not null from hfj_resource r
                            join unnest(?::text[], ?::text[]) as w (res_type, fhir_id)
                            on r.res_type = w.res_type and r.fhir_id = w.fhir_id""");
                    ps.setArray(1, connection.createArrayOf("text", types));
                    ps.setArray(2, connection.createArrayOf("text", ids));
                    return ps;
                },
                (rs, i) -> new Existing(rs.getString(1), rs.getString(2), rs.getLong(3), rs.getBoolean(4)));
    }

    private void bodies(String type, List<String> ids, Map<String, Stored> found) {
        TokenOrListParam any = new TokenOrListParam();
        ids.forEach(id -> any.add(new TokenParam(id)));
        SearchParameterMap search = SearchParameterMap.newSynchronous().add("_id", any);
        for (IBaseResource body : daos.getResourceDao(type)
                .search(search, new SystemRequestDetails())
                .getAllResources()) {
            Resource resource = (Resource) body;
            long version = resource.getIdElement().getVersionIdPartAsLong();
            String id = resource.getIdElement().getIdPart();
            found.put(type + '/' + id, stored(resource, id, version));
        }
    }

    /** One version of a resource ({@code Type/id}) without version and time; null if there is none, or if it says that the resource is deleted. */
    @Nullable
    Resource version(String reference, long version) {
        IdType id = new IdType(reference + "/_history/" + version);
        try {
            Resource resource =
                    (Resource) daos.getResourceDao(id.getResourceType()).read(id, new SystemRequestDetails());
            return stored(resource, id.getIdPart(), version).resource();
        } catch (ResourceNotFoundException | ResourceGoneException e) {
            return null;
        }
    }

    private Stored stored(Resource resource, String id, long version) {
        resource.setId(id);
        Meta meta = resource.getMeta();
        meta.setVersionId(null).setLastUpdated(null);
        if (meta.hasSource() && meta.getSource().indexOf('#') >= 0) {
            String source = meta.getSource().substring(0, meta.getSource().indexOf('#'));
            meta.setSource(source.isEmpty() ? null : source);
        }
        return new Stored(version, resource, hasher.hash(resource));
    }

    /** The Provenance of one version of a resource; of several the first. Null if there is none. */
    @Nullable
    Provenance provenance(String reference, long version) {
        String target = reference + "/_history/" + version;
        List<String> ids = jdbc.queryForList(
                """
                select distinct s.fhir_id from hfj_resource t join hfj_res_link l on l.target_resource_id = t.res_id
                join hfj_resource s on s.res_id = l.src_resource_id
                where t.res_type = ? and t.fhir_id = ? and s.res_type = 'Provenance'
                and coalesce(l.target_resource_version, ?) = ? order by 1""",
                String.class,
                reference.substring(0, reference.indexOf('/')),
                reference.substring(reference.indexOf('/') + 1),
                version,
                version);
        for (String id : ids) {
            Provenance provenance = daos.getResourceDao(Provenance.class)
                    .read(new IdType("Provenance", id), new SystemRequestDetails());
            if (provenance.getTarget().stream().anyMatch(r -> target.equals(r.getReference()))) {
                return provenance;
            }
        }
        return null;
    }

    /**
     * Resources that refer to one of these, as {@code Type/id}, by references that a search parameter indexes. Records of what happened are left out,
     * because they never change.
     */
    TreeSet<String> referrers(Collection<String> references) {
        return referrers(references, "s.res_type not in ('AuditEvent', 'Provenance')");
    }

    /** Resources of these patients that may refer to a visit by an element that no search parameter of FHIR R4 indexes. */
    TreeSet<String> withUnindexedVisit(Collection<String> patients) {
        return referrers(patients, "s.res_type in ('Immunization', 'AllergyIntolerance')");
    }

    private TreeSet<String> referrers(Collection<String> references, String which) {
        TreeSet<String> found = new TreeSet<>();
        Map<String, List<String>> byType = new TreeMap<>();
        references.forEach(r -> byType.computeIfAbsent(r.substring(0, r.indexOf('/')), t -> new ArrayList<>())
                .add(r.substring(r.indexOf('/') + 1)));
        byType.forEach((type, ids) -> jdbc.query(
                connection -> {
                    var ps = connection.prepareStatement(
                            """
                            select distinct s.res_type || '/' || s.fhir_id from hfj_resource t
                            join hfj_res_link l on l.target_resource_id = t.res_id
                            join hfj_resource s on s.res_id = l.src_resource_id
                            where t.res_type = ? and t.fhir_id = any(?) and s.res_deleted_at is null and\s"""
                                    + which);
                    ps.setString(1, type);
                    ps.setArray(2, connection.createArrayOf("text", ids.toArray()));
                    return ps;
                },
                rs -> {
                    found.add(rs.getString(1));
                }));
        return found;
    }
}
