package org.chartlift.rollback;

import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.util.List;
import org.chartlift.audit.Change;
import org.chartlift.audit.OperationalWork;
import org.chartlift.audit.Transaction;
import org.chartlift.audit.UnitOfWork;
import org.chartlift.audit.VersionTracker;
import org.chartlift.audit.WrittenResource;
import org.chartlift.ledger.Marks;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.support.DataAccessUtils;
import org.springframework.dao.support.PersistenceExceptionTranslator;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.EntityManagerFactoryInfo;
import org.springframework.orm.jpa.SharedEntityManagerCreator;

/**
 * Keeps the versions that anybody but us wrote, in the transaction that wrote them. Ours are in {@code chartlift.write} by the same rule, so that for each
 * version one of the two tables says whose it is; both, where somebody has changed the labels of a version of ours ({@link Relabels}). Safe for use by several threads.
 */
public final class EditTracker implements VersionTracker {
    private final JdbcTemplate jdbc;
    private final Marks marks;
    private final EntityManager entities;
    private final @Nullable PersistenceExceptionTranslator translator;

    public EditTracker(JdbcTemplate jdbc, EntityManagerFactory entities) {
        this.jdbc = jdbc;
        this.marks = new Marks(jdbc);
        this.entities = SharedEntityManagerCreator.createSharedEntityManager(entities);
        this.translator = entities instanceof EntityManagerFactoryInfo info ? info.getJpaDialect() : null;
    }

    @Override
    public void beforeCommit(Transaction transaction) {
        if (UnitOfWork.current().isPresent() || OperationalWork.isBound()) {
            return;
        }
        flush();
        marks.share();
        List<WrittenResource> written = transaction.written();
        jdbc.batchUpdate(
                """
                insert into chartlift.edit (resource_type, resource_id, version, change, who, x_request_id, at)
                values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing""",
                written,
                written.size(),
                (ps, w) -> {
                    String[] parts = w.reference().split("/");
                    ps.setString(1, parts[0]);
                    ps.setString(2, parts[1]);
                    ps.setLong(3, Long.parseLong(parts[3]));
                    ps.setString(4, word(w.change()));
                    ps.setString(5, transaction.caller().requester());
                    ps.setString(6, transaction.caller().requestId());
                    ps.setTimestamp(7, Timestamp.from(transaction.recorded()));
                });
        refuseDangling(written);
    }

    /**
     * Its links have to be in the database: there they wait for a unit that deletes what they lead to, and the look that follows sees that it did. And they must
     * not wait while the lock of the marks is held, which that unit wants too.
     */
    private void flush() {
        try {
            entities.flush();
        } catch (RuntimeException e) {
            throw translator == null ? e : DataAccessUtils.translateIfNecessary(e, translator);
        }
    }

    /**
     * A rollback may have deleted what this transaction had found to be there when it began to refer to it, and have ended since. Both times are the database's;
     * now() is when this transaction began, and the minute is for what HAPI had looked up just before.
     */
    private void refuseDangling(List<WrittenResource> written) {
        Boolean lately = jdbc.queryForObject(
                "select exists (select 1 from chartlift.rollback where state = 'executing' or finished > now() - interval '1 minute')",
                Boolean.class);
        if (!Boolean.TRUE.equals(lately)) {
            return;
        }
        Boolean dangling = jdbc.query(
                connection -> {
                    PreparedStatement ps = connection.prepareStatement(
                            """
                            select exists (select 1 from unnest(?::text[]) w (reference) join hfj_resource s
                            on s.res_type = split_part(w.reference, '/', 1) and s.fhir_id = split_part(w.reference, '/', 2)
                            join hfj_res_link l on l.src_resource_id = s.res_id join hfj_resource t on t.res_id = l.target_resource_id
                            where s.res_deleted_at is null and t.res_deleted_at is not null)""");
                    ps.setArray(
                            1,
                            connection.createArrayOf(
                                    "text",
                                    written.stream()
                                            .map(WrittenResource::reference)
                                            .toArray()));
                    return ps;
                },
                rs -> rs.next() && rs.getBoolean(1));
        if (Boolean.TRUE.equals(dangling)) {
            throw new ResourceVersionConflictException("what is referred to was deleted by a rollback meanwhile");
        }
    }

    private static String word(Change change) {
        return switch (change) {
            case CREATE -> "create";
            case UPDATE -> "update";
            case DELETE -> "delete";
        };
    }
}
