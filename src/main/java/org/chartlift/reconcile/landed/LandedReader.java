package org.chartlift.reconcile.landed;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamToken;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads what the server holds with set-based SQL over HAPI's tables: patients by identifier, all that refers to them, and what that refers to. The stored JSON is read
 * as it is; nothing of the conversion or of HAPI's parsers comes between. Safe for use by several threads.
 */
public final class LandedReader {
    private static final String JSON = "JSON";
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));
    private static final PartitionSettings UNPARTITIONED = new PartitionSettings();

    private final JdbcTemplate jdbc;
    private final Function<String, @Nullable String> otherBodies;

    /**
     * @param otherBodies gives the JSON of a resource ({@code Type/id}) whose body is not kept as plain JSON in the database; null if there is none
     */
    public LandedReader(JdbcTemplate jdbc, Function<String, @Nullable String> otherBodies) {
        this.jdbc = jdbc;
        this.otherBodies = otherBodies;
    }

    /**
     * The live Patients ({@code Patient/id}) that have each of the identifiers ({@code system|value}; without a system {@code |value}). Where several have one, those that the ledger
     * knows from this source system: two systems may each have brought a Patient of the same number.
     */
    public Map<String, Set<String>> patients(Collection<String> identifiers, String sourceSystem) {
        Map<String, Set<String>> found = patients(identifiers);
        Set<String> shared = new HashSet<>();
        found.values().stream().filter(p -> p.size() > 1).forEach(shared::addAll);
        if (!shared.isEmpty()) {
            Set<String> own = own(shared, sourceSystem);
            found.values().stream()
                    .filter(p -> p.size() > 1 && p.stream().anyMatch(own::contains))
                    .forEach(p -> p.retainAll(own));
        }
        return found;
    }

    private Set<String> own(Set<String> patients, String sourceSystem) {
        Set<String> own = new HashSet<>();
        jdbc.query(
                connection -> {
                    PreparedStatement statement = statement(
                            connection,
                            """
                            select distinct w.resource_id from chartlift.write w join chartlift.run r on r.id = w.run
                            join chartlift.source_system s on s.id = r.source_system
                            where w.resource_type = 'Patient' and w.resource_id = any (?) and s.uri = ?""",
                            "text",
                            patients.stream()
                                    .map(p -> p.substring(p.indexOf('/') + 1))
                                    .toArray());
                    statement.setString(2, sourceSystem);
                    return statement;
                },
                rs -> {
                    own.add("Patient/" + rs.getString(1));
                });
        return own;
    }

    private Map<String, Set<String>> patients(Collection<String> identifiers) {
        Map<Long, String> hashes = new HashMap<>();
        for (String identifier : identifiers) {
            int bar = identifier.lastIndexOf('|');
            hashes.put(hash(identifier.substring(0, bar), identifier.substring(bar + 1)), identifier);
        }
        Map<String, Set<String>> found = new HashMap<>();
        if (hashes.isEmpty()) {
            return found;
        }
        jdbc.query(
                connection -> statement(
                        connection,
                        """
                        select t.hash_sys_and_value, r.fhir_id from hfj_spidx_token t join hfj_resource r on r.res_id = t.res_id
                        where t.hash_sys_and_value = any (?) and r.res_type = 'Patient' and r.res_deleted_at is null""",
                        "bigint",
                        hashes.keySet().toArray()),
                rs -> {
                    found.computeIfAbsent(hashes.get(rs.getLong(1)), i -> new LinkedHashSet<>())
                            .add("Patient/" + rs.getString(2));
                });
        return found;
    }

    private static long hash(String system, String value) {
        return ResourceIndexedSearchParamToken.calculateHashSystemAndValue(
                UNPARTITIONED,
                RequestPartitionId.defaultPartition(),
                "Patient",
                "identifier",
                system.isEmpty() ? null : system,
                value);
    }

    private static PreparedStatement statement(Connection connection, String sql, String type, Object[] values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setArray(1, connection.createArrayOf(type, values));
        return statement;
    }

    /**
     * All live resources of these types that refer to one of the patients, and the patients themselves.
     *
     * @param patients {@code Patient/id}
     */
    public Map<String, LandedResource> compartments(Collection<String> patients, Set<String> types) {
        Map<String, LandedResource> found = new java.util.TreeMap<>();
        if (patients.isEmpty()) {
            return found;
        }
        Object[] ids =
                patients.stream().map(p -> p.substring(p.indexOf('/') + 1)).toArray();
        bodies(
                connection -> {
                    PreparedStatement statement = statement(
                            connection,
                            """
                            with patient as (select res_id from hfj_resource where res_type = 'Patient' and fhir_id = any (?)),
                            wanted as (select res_id from patient union
                              select l.src_resource_id from hfj_res_link l join patient p on l.target_resource_id = p.res_id
                              where l.source_resource_type = any (?))
                            select r.res_type, r.fhir_id, v.res_encoding, v.res_text_vc from wanted w
                            join hfj_resource r on r.res_id = w.res_id
                            join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver
                            where r.res_deleted_at is null""",
                            "text",
                            ids);
                    statement.setArray(2, connection.createArrayOf("text", types.toArray()));
                    return statement;
                },
                found);
        return found;
    }

    /** Those of the resources ({@code Type/id}) that are live. */
    public Map<String, LandedResource> resources(Collection<String> references) {
        Map<String, LandedResource> found = new HashMap<>();
        List<String> literal = literal(references);
        if (literal.isEmpty()) {
            return found;
        }
        bodies(
                connection -> byReference(
                        connection,
                        """
                select r.res_type, r.fhir_id, v.res_encoding, v.res_text_vc
                from unnest(?::text[], ?::text[]) as w (res_type, fhir_id)
                join hfj_resource r on r.res_type = w.res_type and r.fhir_id = w.fhir_id
                join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver
                where r.res_deleted_at is null""",
                        literal),
                found);
        return found;
    }

    /** Those of the references ({@code Type/id}) that no live resource has. */
    public Set<String> dangling(Collection<String> references) {
        List<String> literal = literal(references);
        Set<String> dangling = new HashSet<>(literal);
        if (!literal.isEmpty()) {
            jdbc.query(
                    connection -> byReference(
                            connection,
                            """
                            select r.res_type, r.fhir_id from unnest(?::text[], ?::text[]) as w (res_type, fhir_id)
                            join hfj_resource r on r.res_type = w.res_type and r.fhir_id = w.fhir_id
                            where r.res_deleted_at is null""",
                            literal),
                    rs -> {
                        dangling.remove(rs.getString(1) + "/" + rs.getString(2));
                    });
        }
        return dangling;
    }

    private static List<String> literal(Collection<String> references) {
        return references.stream().filter(r -> r.indexOf('/') > 0).toList();
    }

    private static PreparedStatement byReference(Connection connection, String sql, List<String> references)
            throws SQLException {
        PreparedStatement statement = statement(
                connection,
                sql,
                "text",
                references.stream().map(r -> r.substring(0, r.indexOf('/'))).toArray());
        statement.setArray(
                2,
                connection.createArrayOf(
                        "text",
                        references.stream()
                                .map(r -> r.substring(r.indexOf('/') + 1))
                                .toArray()));
        return statement;
    }

    private void bodies(org.springframework.jdbc.core.PreparedStatementCreator query, Map<String, LandedResource> to) {
        List<String> elsewhere = new ArrayList<>();
        jdbc.query(query, rs -> {
            String reference = rs.getString(1) + "/" + rs.getString(2);
            String body = JSON.equals(rs.getString(3)) ? rs.getString(4) : null;
            if (body == null) {
                elsewhere.add(reference);
            } else {
                to.put(reference, new LandedResource(reference, parse(reference, body)));
            }
        });
        for (String reference : elsewhere) {
            String body = otherBodies.apply(reference);
            if (body != null) {
                to.put(reference, new LandedResource(reference, parse(reference, body)));
            }
        }
    }

    private static JsonNode parse(String reference, String body) {
        try {
            JsonNode json = MAPPER.readTree(body);
            ((ObjectNode) json).put("id", reference.substring(reference.indexOf('/') + 1));
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored body of " + reference + " is no JSON");
        }
    }
}
