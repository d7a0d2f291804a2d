package org.chartlift.rollback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.PreparedStatement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.chartlift.ledger.Marks;
import org.chartlift.validation.PatientLinks;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentParticipantComponent;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds what was written since the checkpoint and is in scope, and decides about everything that nobody else has written since: by the ledger alone, in the
 * database, so that neither its number nor its content costs memory here.
 */
final class PlanCollector {
    private static final String COLLECT =
            """
            insert into chartlift.rollback_item (rollback, seq, pid, resource_type, resource_id, base, current, live, edited, late, action)
            select ?, row_number() over (order by w.resource_type collate "C", w.resource_id collate "C"), r.res_id, w.resource_type, w.resource_id,
            case when w.base_hash is not null then w.base end, r.res_ver, r.res_deleted_at is null, w.edited or r.res_ver <> w.last,
            w.base_hash is not null and (
            exists (select 1 from chartlift.edit e where e.resource_type = w.resource_type and e.resource_id = w.resource_id
            and e.version = w.base and e.mark > ?)
            or exists (select 1 from chartlift.write b where b.resource_type = w.resource_type and b.resource_id = w.resource_id
            and b.version = w.base and b.mark > ?)),
            case when w.edited or r.res_ver <> w.last then null
            when r.res_deleted_at is not null and w.base_hash is null then 'untouched'
            when w.base_hash is null then 'delete'
            when r.res_deleted_at is null and w.last_hash = w.base_hash then 'untouched'
            else 'restore' end
            from (select resource_type, resource_id, max(version) as last, max(version) - min(version) + 1 <> count(*) or bool_or(e.mark is not null) as edited,
            (array_agg(version_before order by version))[1] as base, (array_agg(hash_before order by version))[1] as base_hash,
            (array_agg(hash_after order by version desc))[1] as last_hash
            from chartlift.write o left join chartlift.edit e using (resource_type, resource_id, version)
            where o.mark > ? and version is not null and (cardinality(?::text[]) = 0 or resource_type = any(?::text[]))
            and (cardinality(?::bigint[]) = 0 or run = any(?::bigint[])) group by resource_type, resource_id) w
            join hfj_resource r on r.res_type = w.resource_type and r.fhir_id = w.resource_id""";

    /** Whose subject it is; and messages and appointments of nobody else. */
    private static final String OF_PATIENT =
            """
            (i.pid in (select p.res_id from hfj_resource p join unnest(?::text[]) w (reference)
            on p.res_type = 'Patient' and p.fhir_id = split_part(w.reference, '/', 2))
            or exists (select 1 from hfj_res_link l join hfj_resource p on p.res_id = l.target_resource_id and p.res_type = 'Patient'
            join unnest(?::text[]) w (reference) on p.fhir_id = split_part(w.reference, '/', 2)
            where l.src_resource_id = i.pid and l.src_path ~ '\\.(subject|patient|beneficiary)($|[^A-Za-z])')
            or exists (select 1 from hfj_res_link l where l.src_resource_id = i.pid and l.src_path in ('MessageHeader.focus', 'Appointment.participant.actor')
            and l.target_resource_type = 'Patient') and not exists (select 1 from hfj_res_link l
            join hfj_resource p on p.res_id = l.target_resource_id and p.res_type = 'Patient'
            where l.src_resource_id = i.pid and not 'Patient/' || p.fhir_id = any(?::text[])))""";

    private static final String OF_DEPARTMENT =
            """
            i.pid in (with recursive place as (select res_id from hfj_resource where res_type = ? and fhir_id = ?
            union select l.src_resource_id from hfj_res_link l join place p on p.res_id = l.target_resource_id
            where l.src_path in ('Location.partOf', 'Organization.partOf', 'Location.managingOrganization')),
            visit as (select l.src_resource_id as res_id from hfj_res_link l join place p on p.res_id = l.target_resource_id
            where l.source_resource_type = 'Encounter')
            select res_id from visit
            union select l.src_resource_id from hfj_res_link l join visit v on v.res_id = l.target_resource_id)""";

    private final JdbcTemplate jdbc;
    private final Versions versions;
    private final ItemLedger items;

    PlanCollector(JdbcTemplate jdbc, Versions versions, ItemLedger items) {
        this.jdbc = jdbc;
        this.versions = versions;
        this.items = items;
    }

    /** Draws the number behind which a plan is stale. To be called in a transaction of its own. */
    long mark() {
        new Marks(jdbc).exclude();
        Long mark = jdbc.queryForObject("select nextval('chartlift.mark')", Long.class);
        return mark == null ? 0 : mark;
    }

    /** Makes the rows of the plan, in place of those that an interrupted attempt left. To be called in one transaction. */
    void collect(Rollback rollback) {
        jdbc.update("delete from chartlift.rollback_item where rollback = ?", rollback.id());
        Scope scope = rollback.scope();
        long mark = rollback.to().mark();
        jdbc.update(connection -> {
            PreparedStatement ps = connection.prepareStatement(COLLECT);
            ps.setLong(1, rollback.id());
            ps.setLong(2, mark);
            ps.setLong(3, mark);
            ps.setLong(4, mark);
            var types = connection.createArrayOf("text", scope.types().toArray());
            ps.setArray(5, types);
            ps.setArray(6, types);
            var runs = connection.createArrayOf("bigint", scope.runs().toArray());
            ps.setArray(7, runs);
            ps.setArray(8, runs);
            return ps;
        });
        if (!scope.patients().isEmpty()) {
            narrowToPatients(rollback.id(), scope.patients());
        }
        if (!scope.department().isEmpty()) {
            narrowToDepartment(rollback.id(), scope.department());
        }
        if (!scope.patients().isEmpty() || !scope.department().isEmpty()) {
            narrowToNamed(rollback.id());
        }
    }

    private void narrowToPatients(long rollback, List<String> patients) {
        Set<Long> deleted = new HashSet<>();
        items.each(rollback, "not live", item -> {
            if (isOf(item, patients)) {
                deleted.add(item.seq());
            }
        });
        jdbc.update(connection -> {
            PreparedStatement ps = connection.prepareStatement(
                    "delete from chartlift.rollback_item i where i.rollback = ? and i.resource_type <> 'Binary' and not (i.live and "
                            + OF_PATIENT + ") and not i.seq = any(?::bigint[])");
            var wanted = connection.createArrayOf("text", patients.toArray());
            ps.setLong(1, rollback);
            ps.setArray(2, wanted);
            ps.setArray(3, wanted);
            ps.setArray(4, wanted);
            ps.setArray(5, connection.createArrayOf("bigint", deleted.toArray()));
            return ps;
        });
    }

    /** What is deleted has no links any more; the version before says whose it was. */
    private boolean isOf(Item item, List<String> patients) {
        Resource last = versions.read(item.type(), item.id(), item.current() - 1);
        if (last instanceof MessageHeader header) {
            return isOfNobodyElse(header.getFocus().stream(), patients);
        }
        if (last instanceof Appointment appointment) {
            return isOfNobodyElse(
                    appointment.getParticipant().stream().map(AppointmentParticipantComponent::getActor), patients);
        }
        return last != null && PatientLinks.of(last).stream().anyMatch(patients::contains);
    }

    private static boolean isOfNobodyElse(Stream<Reference> references, List<String> patients) {
        List<String> named = references
                .map(Reference::getReference)
                .filter(r -> r != null && r.startsWith("Patient/"))
                .toList();
        return !named.isEmpty() && patients.containsAll(named);
    }

    private void narrowToDepartment(long rollback, String department) {
        jdbc.update(
                "delete from chartlift.rollback_item i where i.rollback = ? and i.resource_type <> 'Binary' and not "
                        + OF_DEPARTMENT,
                rollback,
                department.substring(0, department.indexOf('/')),
                department.substring(department.indexOf('/') + 1));
    }

    /** Binaries say nothing of whose they are; they belong to what names them. What names one from outside keeps it ({@link Survivors}). */
    private void narrowToNamed(long rollback) {
        Set<String> named = new TreeSet<>();
        items.each(rollback, "resource_type <> 'Binary'", item -> {
            ObjectNode tree = versions.tree(item.type(), item.id(), item.live() ? item.current() : item.current() - 1);
            if (tree != null) {
                Versions.references(tree).stream()
                        .filter(r -> r.startsWith("Binary/"))
                        .forEach(named::add);
            }
        });
        jdbc.update(connection -> {
            PreparedStatement ps = connection.prepareStatement(
                    """
                    delete from chartlift.rollback_item where rollback = ? and resource_type = 'Binary'
                    and not 'Binary/' || resource_id = any(?::text[])""");
            ps.setLong(1, rollback);
            ps.setArray(2, connection.createArrayOf("text", named.toArray()));
            return ps;
        });
    }
}
