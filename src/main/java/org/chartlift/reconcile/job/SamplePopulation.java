package org.chartlift.reconcile.job;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.chartlift.reconcile.StatedRecord;
import org.chartlift.reconcile.Witness;
import org.chartlift.record.ContentHash;
import org.chartlift.source.SourceReader;
import org.chartlift.source.UnreadableRecordException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The patients of a comparison as the server has them: those that hold an identifier by which a record names a patient. Memory is one reference a patient. For one
 * thread.
 */
final class SamplePopulation {
    private static final int CANDIDATES = 20;
    private static final int PAGE = 1000;

    private final JobServices services;
    private final Comparison comparison;
    private final JdbcTemplate jdbc;
    private final Witness witness;
    private final PlanStore plan;
    private final LongSet known = new LongSet();
    private final Map<Long, String> byId = new HashMap<>();

    SamplePopulation(JobServices services, Comparison comparison) {
        this.services = services;
        this.comparison = comparison;
        this.jdbc = services.jdbc();
        this.witness = services.witness().get();
        this.plan = new PlanStore(jdbc);
        find();
    }

    private void find() {
        List<Part> parts = new ComparisonStore(jdbc).parts(comparison.id());
        parts.forEach(part -> plan.eachKey(part, true, known::add));
        String[] systems = parts.stream().map(Part::sourceSystem).toArray(String[]::new);
        long last = -1;
        int found = PAGE;
        while (found == PAGE) {
            long[] at = {last};
            found = jdbc.query(
                            connection -> {
                                var ps = connection.prepareStatement(
                                        """
                            select t.sp_id, r.res_id, r.fhir_id, coalesce(t.sp_system, '') as system, t.sp_value from hfj_spidx_token t join hfj_resource r on r.res_id = t.res_id
                            where t.res_type = 'Patient' and t.sp_name = 'identifier' and t.sp_value is not null and r.res_deleted_at is null
                            and t.sp_id > ? and (not exists (select 1 from chartlift.write w
                            where w.resource_type = 'Patient' and w.resource_id = r.fhir_id and w.run is not null)
                            or exists (select 1 from chartlift.write w join chartlift.run n on n.id = w.run
                            join chartlift.source_system y on y.id = n.source_system
                            where w.resource_type = 'Patient' and w.resource_id = r.fhir_id and y.uri = any(?))) order by t.sp_id limit ?""");
                                ps.setLong(1, at[0]);
                                ps.setArray(2, connection.createArrayOf("text", systems));
                                ps.setInt(3, PAGE);
                                return ps;
                            },
                            (rs, i) -> {
                                at[0] = rs.getLong("sp_id");
                                if (known.contains(services.hash()
                                        .number(rs.getString("system") + "|" + rs.getString("sp_value")))) {
                                    byId.put(rs.getLong("res_id"), "Patient/" + rs.getString("fhir_id"));
                                }
                                return 0;
                            })
                    .size();
            last = at[0];
        }
    }

    /** {@code Patient/id} of all of them. */
    Set<String> patients() {
        return new TreeSet<>(byId.values());
    }

    /** Those of a stratum; none for {@link Stratum#SENDER}, which is {@link #bySender()}. */
    Set<String> of(Stratum stratum, int many, int longest) {
        return switch (stratum) {
            case SEVERE_ALLERGY ->
                of(
                        """
                        select distinct l.target_resource_id from hfj_res_link l join hfj_resource s on s.res_id = l.src_resource_id
                        join hfj_spidx_token t on t.res_id = s.res_id and ((t.sp_name = 'criticality' and t.sp_value = 'high')
                        or (t.sp_name = 'severity' and t.sp_value = 'severe'))
                        where l.source_resource_type = 'AllergyIntolerance' and l.target_resource_type = 'Patient' and s.res_deleted_at is null""");
            case MANY_MEDICATIONS ->
                of(
                        """
                        select l.target_resource_id from hfj_res_link l join hfj_resource s on s.res_id = l.src_resource_id
                        where l.source_resource_type in ('MedicationRequest', 'MedicationStatement', 'MedicationAdministration', 'MedicationDispense')
                        and l.target_resource_type = 'Patient' and s.res_deleted_at is null
                        group by 1 having count(distinct l.src_resource_id) >="""
                                + " " + many);
            case MERGED ->
                of(
                        """
                        select l.target_resource_id from hfj_res_link l where l.src_path = 'Patient.link.other' union
                        select l.src_resource_id from hfj_res_link l where l.src_path = 'Patient.link.other'""");
            case DECEASED ->
                of(
                        "select res_id from hfj_spidx_token where res_type = 'Patient' and sp_name = 'deceased' and sp_value = 'true'");
            case NON_ASCII_NAME ->
                of(
                        "select res_id from hfj_spidx_string where res_type = 'Patient' and sp_name in ('family', 'given', 'name')"
                                + " and sp_value_exact ~ '[^\\x01-\\x7f]'");
            case LONGEST_CHART ->
                jdbc
                        .query(
                                """
                                select l.target_resource_id, count(distinct l.src_resource_id) as n from hfj_res_link l
                                where l.target_resource_type = 'Patient' and l.target_resource_id is not null group by 1 order by 2 desc, 1""",
                                (rs, i) -> rs.getLong(1))
                        .stream()
                        .filter(byId::containsKey)
                        .limit(longest)
                        .map(byId::get)
                        .collect(Collectors.toCollection(TreeSet::new));
            case SENDER -> Set.of();
        };
    }

    private Set<String> of(String sql) {
        return jdbc.queryForList(sql, Long.class).stream()
                .filter(byId::containsKey)
                .map(byId::get)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of each sender (MSH-3, MSH-4) some patients of whom it sent a record. */
    SortedMap<String, Set<String>> bySender() {
        SortedMap<String, Set<String>> senders = new TreeMap<>();
        if (!new ComparisonStore(jdbc)
                .described(comparison.id())
                .getOrDefault("source", "")
                .isEmpty()) {
            return senders;
        }
        RecordSource source = RecordSource.ledger(services.raw());
        Map<String, SourceReader> readers = services.readersByFormat();
        Map<String, Set<String>> ids = new TreeMap<>();
        for (Part part : new ComparisonStore(jdbc).parts(comparison.id())) {
            List<PlannedRecord> page = plan.records(part, -1, PAGE);
            while (!page.isEmpty()) {
                Map<ContentHash, byte[]> bytes = source.bytes(page);
                page.stream()
                        .filter(r -> r.state() == RecordState.STATED && bytes.containsKey(r.hash()))
                        .forEach(r -> note(part, r, bytes.get(r.hash()), readers.get(r.format()), ids));
                page = plan.records(part, page.get(page.size() - 1).seq(), PAGE);
            }
        }
        ids.forEach((sender, named) -> senders.put(sender, holding(named)));
        return senders;
    }

    private void note(
            Part part,
            PlannedRecord r,
            byte[] bytes,
            @org.jspecify.annotations.Nullable SourceReader reader,
            Map<String, Set<String>> ids) {
        if (reader == null) {
            return;
        }
        try {
            String sender = MessageBytes.of(bytes, reader).sender();
            Set<String> some = ids.computeIfAbsent(sender, s -> new HashSet<>());
            if (some.size() < CANDIDATES) {
                witness
                        .named(new StatedRecord(r.seq(), r.location(), r.format(), bytes), part.sourceSystem(), false)
                        .patientKeys()
                        .stream()
                        .filter(key -> known.contains(services.hash().number(key)))
                        .forEach(some::add);
            }
        } catch (UnreadableRecordException e) {
            // a record that was read before and is not readable now has no sender to be drawn for
            org.slf4j.LoggerFactory.getLogger(SamplePopulation.class).warn("{} cannot be read any more", r.location());
        }
    }

    private Set<String> holding(Set<String> ids) {
        return jdbc
                .query(
                        connection -> {
                            var ps = connection.prepareStatement(
                                    "select distinct res_id from hfj_spidx_token where res_type = 'Patient' and sp_name = 'identifier'"
                                            + " and coalesce(sp_system, '') || '|' || sp_value = any(?)");
                            ps.setArray(1, connection.createArrayOf("text", ids.toArray()));
                            return ps;
                        },
                        (rs, i) -> rs.getLong(1))
                .stream()
                .filter(byId::containsKey)
                .map(byId::get)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
