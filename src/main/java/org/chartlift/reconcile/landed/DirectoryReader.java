package org.chartlift.reconcile.landed;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamString;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamToken;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds those whom many patients' records share, through HAPI's tables. Safe for use by several threads. */
public final class DirectoryReader {
    /** The search parameter of a type that names it, where nothing else does. */
    private static final Map<String, String> NAMES = Map.of("Practitioner", "family", "Organization", "name");

    private static final PartitionSettings UNPARTITIONED = new PartitionSettings();
    private static final String IDENTIFIER = "identifier";

    private final JdbcTemplate jdbc;

    public DirectoryReader(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The search parameter by which resources are found, {@code Practitioner.family}.
     *
     * @throws IllegalArgumentException if the type has no names
     */
    public static String index(String type, boolean byName) {
        String name = byName ? NAMES.get(type) : IDENTIFIER;
        if (name == null) {
            throw new IllegalArgumentException("a " + type + " is not found by a name");
        }
        return type + "." + name;
    }

    /**
     * The server's hash.
     *
     * @param value {@code system|value}, or the name
     */
    public static long lookup(String index, String value) {
        String type = index.substring(0, index.indexOf('.'));
        String parameter = index.substring(index.indexOf('.') + 1);
        if (!parameter.equals(IDENTIFIER)) {
            return ResourceIndexedSearchParamString.calculateHashExact(
                    UNPARTITIONED, RequestPartitionId.defaultPartition(), type, parameter, value);
        }
        int bar = value.indexOf('|');
        return ResourceIndexedSearchParamToken.calculateHashSystemAndValue(
                UNPARTITIONED,
                RequestPartitionId.defaultPartition(),
                type,
                parameter,
                bar == 0 ? null : value.substring(0, bar),
                value.substring(bar + 1));
    }

    /**
     * The live resources of a type that have one of the identifiers; or one of the names and no identifier. Of another type than the index speaks of: those that refer to
     * such a resource.
     */
    public List<Holder> holders(String type, String index, Collection<Long> lookups) {
        String named = index.substring(0, index.indexOf('.'));
        boolean byName = !index.endsWith("." + IDENTIFIER);
        String found = byName
                ? """
                (select s.hash_exact as lookup, s.res_id from hfj_spidx_string s where s.hash_exact = any (?)
                and not exists (select 1 from hfj_spidx_token i where i.res_id = s.res_id and i.sp_name = 'identifier'))"""
                : "(select t.hash_sys_and_value as lookup, t.res_id from hfj_spidx_token t where t.hash_sys_and_value = any (?))";
        String joined = named.equals(type)
                ? " f join hfj_resource r on r.res_id = f.res_id"
                : " f join hfj_res_link l on l.target_resource_id = f.res_id join hfj_resource r on r.res_id = l.src_resource_id";
        List<Holder> holders = new ArrayList<>();
        jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement(
                            """
                            select distinct f.lookup, r.res_type, r.fhir_id, (select array_agg(b.uri order by b.last desc) from (
                            select y.uri, max(w.run) as last from chartlift.write w join chartlift.run n on n.id = w.run
                            join chartlift.source_system y on y.id = n.source_system
                            where w.resource_type = r.res_type and w.resource_id = r.fhir_id group by 1) b) as writers from\s"""
                                    + found + joined
                                    + " where r.res_type = ? and r.res_deleted_at is null order by 1, 2, 3");
                    statement.setArray(1, connection.createArrayOf("bigint", lookups.toArray()));
                    statement.setString(2, type);
                    return statement;
                },
                rs -> {
                    Array array = rs.getArray("writers");
                    List<String> writers = array == null ? List.of() : List.of((String[]) array.getArray());
                    holders.add(new Holder(
                            rs.getLong("lookup"),
                            rs.getString("res_type") + "/" + rs.getString("fhir_id"),
                            writers.isEmpty() ? null : writers.get(0),
                            Set.copyOf(writers)));
                });
        return holders;
    }
}
