package org.chartlift.rollback;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.chartlift.rollback.conflict.ConflictTask;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Conflict Tasks of earlier rollbacks that refer to what goes now. They are notes about it: they do not keep it alive, and where it goes they name it in the
 * same transaction without a reference that must resolve. Safe for use by several threads.
 */
final class EarlierConflicts {
    /** SQL: whether {@code s}, a row of {@code hfj_resource}, keeps alive what it refers to. Evidence and conflict Tasks do not. */
    static final String KEEPS_ALIVE =
            "s.res_type not in ('AuditEvent', 'Provenance') and not (s.res_type = 'Task' and s.fhir_id like '"
                    + ConflictTasks.ID_PREFIX + "%')";

    private final JdbcTemplate jdbc;
    private final Versions versions;

    EarlierConflicts(JdbcTemplate jdbc, Versions versions) {
        this.jdbc = jdbc;
        this.versions = versions;
    }

    /** The next versions of the Tasks that refer to any of these; the version of the id is the one they stand on. */
    List<Task> naming(List<Item> going) {
        Set<String> gone = going.stream().map(Item::reference).collect(Collectors.toSet());
        List<Task> tasks = new ArrayList<>();
        for (IdType id : going.isEmpty() ? List.<IdType>of() : ids(going)) {
            if (versions.read("Task", id.getIdPart(), id.getVersionIdPartAsLong()) instanceof Task task) {
                task.setId(id);
                name(task, gone);
                tasks.add(task);
            }
        }
        return tasks;
    }

    private List<IdType> ids(List<Item> going) {
        return jdbc.query(
                connection -> {
                    PreparedStatement ps = connection.prepareStatement(
                            """
                            select distinct s.fhir_id, s.res_ver from hfj_res_link l join hfj_resource s on s.res_id = l.src_resource_id
                            where l.target_resource_id = any(?) and s.res_deleted_at is null and s.res_type = 'Task' and s.fhir_id like ?
                            order by s.fhir_id""");
                    ps.setArray(
                            1,
                            connection.createArrayOf(
                                    "bigint", going.stream().map(Item::pid).toArray()));
                    ps.setString(2, ConflictTasks.ID_PREFIX + '%');
                    return ps;
                },
                (rs, i) -> new IdType("Task", rs.getString(1), Long.toString(rs.getLong(2))));
    }

    private static void name(Task task, Set<String> gone) {
        for (ResourceReferenceInfo info : FhirContext.forR4Cached().newTerser().getAllResourceReferences(task)) {
            Reference reference = (Reference) info.getResourceReference();
            String resource =
                    reference.getReferenceElement().toUnqualifiedVersionless().getValue();
            if (gone.contains(resource)) {
                ConflictTask.nameDeleted(reference, resource);
            }
        }
    }
}
