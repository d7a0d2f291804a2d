package org.chartlift.reconcile.job;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.chartlift.reconcile.Check;
import org.chartlift.reconcile.Difference;
import org.chartlift.reconcile.Level;
import org.chartlift.reconcile.Tally;
import org.chartlift.record.Severity;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the server holds beside what patients' groups hold: set-based, through HAPI's own tables. Safe for use by several threads. */
final class ServerChecks {
    /** A reference leads to a resource that is there. */
    static final Check DANGLING = new Check(Level.RELATIONS, "reference.dangling", Severity.A);
    /** A patient with an identifier of a system that the source speaks of is named by a record. */
    static final Check SURPLUS = new Check(Level.KEYS, "patient.surplus", Severity.A);

    /** Types that are about the work of the server and not about patients. */
    private static final String OWN_TYPES =
            "('AuditEvent', 'Provenance', 'Task', 'MeasureReport', 'List', 'Binary', 'Subscription')";

    private static final int FETCH = 5000;

    private final JdbcTemplate jdbc;
    private final KeyedHash hash;

    ServerChecks(JdbcTemplate jdbc, KeyedHash hash) {
        this.jdbc = jdbc;
        this.hash = hash;
    }

    /**
     * References to resources that are deleted or gone, server-wide, from resources that a run of the source system wrote or that no run wrote.
     *
     * @param types that refer; empty for all
     * @param reported resources of which it is known already, and not said again
     */
    void dangling(String sourceSystem, Set<String> types, Set<String> reported, Tally tally) {
        String wanted = "s.res_deleted_at is null and l.source_resource_type not in " + OWN_TYPES
                + " and (cardinality(?::text[]) = 0 or l.source_resource_type = any(?::text[]))";
        String[] array = types.stream().sorted().toArray(String[]::new);
        Long links = jdbc.queryForObject(
                "select count(*) from hfj_res_link l join hfj_resource s on s.res_id = l.src_resource_id where "
                        + wanted + " and l.target_resource_id is not null",
                Long.class,
                array,
                array);
        tally.checked(DANGLING, links == null ? 0 : links);
        jdbc.query(
                """
                select s.res_type || '/' || s.fhir_id as reference, l.src_path, l.target_resource_type from hfj_res_link l
                join hfj_resource s on s.res_id = l.src_resource_id left join hfj_resource t on t.res_id = l.target_resource_id
                where\s"""
                        + wanted
                        + """
                         and l.target_resource_id is not null and (t.res_id is null or t.res_deleted_at is not null)
                        and (not exists (select 1 from chartlift.write w where w.resource_type = s.res_type and w.resource_id = s.fhir_id and w.run is not null)
                        or exists (select 1 from chartlift.write w join chartlift.run r on r.id = w.run
                        join chartlift.source_system y on y.id = r.source_system
                        where w.resource_type = s.res_type and w.resource_id = s.fhir_id and y.uri = ?)) order by 1, 2""",
                rs -> {
                    if (!reported.contains(rs.getString("reference"))) {
                        tally.violated(new Difference(
                                DANGLING,
                                "",
                                "",
                                rs.getString("reference"),
                                rs.getString("src_path"),
                                "a live " + rs.getString("target_resource_type"),
                                "nothing"));
                    }
                },
                array,
                array,
                sourceSystem);
    }

    /**
     * Patients that no record names though they have an identifier of a system by which records name others. Patients that a run of another source system wrote are left out.
     *
     * @param known whether a record names this identifier
     */
    void surplus(String sourceSystem, LongPredicate known, Tally tally) {
        Set<String> spoken = new HashSet<>();
        each(sourceSystem, (patient, system, value) -> {
            if (!system.isEmpty() && !spoken.contains(system) && known.test(hash.number(system + "|" + value))) {
                spoken.add(system);
            }
        });
        String[] at = {""};
        boolean[] seen = new boolean[2];
        each(sourceSystem, (patient, system, value) -> {
            if (!patient.equals(at[0])) {
                judge(at[0], seen, tally);
                at[0] = patient;
                seen[0] = false;
                seen[1] = false;
            }
            seen[0] |= spoken.contains(system);
            seen[1] |= known.test(hash.number(system + "|" + value));
        });
        judge(at[0], seen, tally);
    }

    private static void judge(String patient, boolean[] seen, Tally tally) {
        if (patient.isEmpty() || !seen[0]) {
            return;
        }
        tally.checked(SURPLUS);
        if (!seen[1]) {
            tally.violated(new Difference(SURPLUS, "", "", patient, "Patient.identifier", "", "a patient"));
        }
    }

    private interface Identifiers {
        void take(String patient, String system, String value);
    }

    /** Some thousand patients at a time, in order. */
    private void each(String sourceSystem, Identifiers identifiers) {
        long behind = -1;
        long end = 0;
        while (end >= 0) {
            end = next(behind);
            jdbc.query(
                    """
                    select r.res_id, r.fhir_id, coalesce(t.sp_system, '') as system, t.sp_value from hfj_resource r
                    join hfj_spidx_token t on t.res_id = r.res_id and t.sp_name = 'identifier'
                    where r.res_type = 'Patient' and r.res_deleted_at is null and t.sp_value is not null and r.res_id > ? and (? < 0 or r.res_id <= ?)
                    and (not exists (select 1 from chartlift.write w where w.resource_type = 'Patient' and w.resource_id = r.fhir_id and w.run is not null)
                    or exists (select 1 from chartlift.write w join chartlift.run n on n.id = w.run
                    join chartlift.source_system y on y.id = n.source_system
                    where w.resource_type = 'Patient' and w.resource_id = r.fhir_id and y.uri = ?))
                    order by r.res_id, t.sp_id""",
                    rs -> {
                        identifiers.take(
                                "Patient/" + rs.getString("fhir_id"), rs.getString("system"), rs.getString("sp_value"));
                    },
                    behind,
                    end,
                    end,
                    sourceSystem);
            behind = end;
        }
    }

    /** The last of the next some thousand patients; negative if there are not so many any more. */
    private long next(long behind) {
        List<Long> found = jdbc.queryForList(
                """
                select res_id from hfj_resource where res_type = 'Patient' and res_deleted_at is null and res_id > ?
                order by res_id offset ? limit 1""",
                Long.class,
                behind,
                FETCH - 1);
        return found.isEmpty() ? -1 : found.get(0);
    }
}
