package org.chartlift.reconcile.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.chartlift.load.LoadInterruptedException;
import org.chartlift.load.Workers;
import org.chartlift.reconcile.Check;
import org.chartlift.reconcile.Level;
import org.chartlift.reconcile.PatientGroup;
import org.chartlift.reconcile.StatedRecord;
import org.chartlift.reconcile.Tally;
import org.chartlift.reconcile.Witness;
import org.chartlift.reconcile.job.PlanStore.Member;
import org.chartlift.reconcile.job.PlanStore.Page;
import org.chartlift.record.ContentHash;
import org.chartlift.record.Severity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The second pass of a part: page by page, groups are given to the witness, and what it finds is stored in one transaction with the mark that the page is done.
 * Memory is that of a page for each worker.
 */
final class Comparing {
    /** The witness could compare the group. */
    static final Check COMPARED = new Check(Level.COUNTS, "group.compared", Severity.A);

    private static final Logger LOG = LoggerFactory.getLogger(Comparing.class);
    private static final int NAMED = 5;

    private final JobServices services;
    private final Witness witness;
    private final PlanStore plan;
    private final ResultStore results;
    private final Part part;
    private final RecordSource source;
    private final Witness.Scope scope;
    private final TransactionTemplate transaction;

    Comparing(
            JobServices services,
            Witness witness,
            PlanStore plan,
            ResultStore results,
            Part part,
            RecordSource source,
            Witness.Scope scope) {
        this.services = services;
        this.witness = witness;
        this.plan = plan;
        this.results = results;
        this.part = part;
        this.source = source;
        this.scope = scope;
        this.transaction = new TransactionTemplate(services.transactions());
    }

    /** Compares the pages that are not done. */
    void run(BooleanSupplier stop) {
        try {
            Workers.run(services.workers(), plan.open(part).iterator(), page -> {
                if (!stop.getAsBoolean()) {
                    compare(page);
                }
            });
        } catch (LoadInterruptedException e) {
            throw new InterruptedComparisonException("interrupted", e);
        }
    }

    private void compare(Page page) {
        List<PatientGroup> groups = groups(page);
        Tally tally = new Tally();
        List<String> failed = new ArrayList<>();
        Optional<String> trouble = attempt(groups, tally);
        if (trouble.isPresent() && groups.size() > 1) {
            groups.forEach(g -> attempt(List.of(g), tally).ifPresent(why -> failed.add(named(g) + why)));
        } else {
            trouble.ifPresent(why -> failed.add(named(groups.get(0)) + why));
        }
        tally.checked(COMPARED, groups.size());
        transaction.executeWithoutResult(status -> {
            results.put(part, page.number(), tally);
            if (!failed.isEmpty()) {
                String some = String.join(", ", failed.subList(0, Math.min(NAMED, failed.size())));
                results.error(
                        part,
                        page.number(),
                        COMPARED,
                        groups.size(),
                        failed.size() + " could not be compared, among them " + some);
            }
            plan.done(part, page);
        });
    }

    private static String named(PatientGroup group) {
        return "that of " + group.records().get(0).location() + ": ";
    }

    /** Answers what went wrong, in words without values of patients; then the tally is as it was. */
    private Optional<String> attempt(List<PatientGroup> groups, Tally tally) {
        try {
            tally.add(witness.compare(groups, scope));
            return Optional.empty();
        } catch (TransientDataAccessException
                | RecoverableDataAccessException
                | NonTransientDataAccessResourceException
                | TransactionException e) {
            throw new InterruptedComparisonException("the database is not well", e);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            String where = e.getClass().getSimpleName() + " at " + place(e);
            LOG.error("a comparison of {} groups failed with {}", groups.size(), where);
            return Optional.of(where);
        }
    }

    private static String place(Throwable e) {
        for (StackTraceElement at : e.getStackTrace()) {
            if (at.getClassName().startsWith("org.chartlift.")) {
                return at.getFileName() + ":" + at.getLineNumber();
            }
        }
        return "an unknown place";
    }

    private List<PatientGroup> groups(Page page) {
        List<Member> members = plan.members(part, page);
        Map<ContentHash, byte[]> bytes =
                source.bytes(members.stream().map(Member::record).toList());
        Map<Long, List<StatedRecord>> groups = new LinkedHashMap<>();
        for (Member m : members) {
            byte[] content = bytes.get(m.record().hash());
            if (content == null) {
                throw new InterruptedComparisonException(
                        "a record changed since it was read: " + m.record().location(), new IllegalStateException());
            }
            groups.computeIfAbsent(m.group(), g -> new ArrayList<>())
                    .add(new StatedRecord(
                            m.record().seq(), m.record().location(), m.record().format(), content));
        }
        return groups.entrySet().stream()
                .map(e -> new PatientGroup(e.getKey(), e.getValue()))
                .toList();
    }
}
