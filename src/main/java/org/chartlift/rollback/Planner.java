package org.chartlift.rollback;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.chartlift.ledger.TableStatistics;
import org.chartlift.record.ContentHash;

/** Makes a plan: rows in the database, page by page, so that memory does not grow with it. For one thread; progress may be read by others. */
final class Planner {
    private static final int PAGE = 1000;
    private static final String HELD = "legal-hold";

    private final RollbackServices services;
    private final Rollback rollback;
    private final EditedResources edited;
    private final Survivors survivors;
    private volatile String phase = "collecting";
    private volatile long total;
    private volatile long done;

    Planner(RollbackServices services, Rollback rollback) {
        this.services = services;
        this.rollback = rollback;
        this.edited = new EditedResources(services.jdbc(), services.versions());
        this.survivors = new Survivors(services.jdbc(), services.versions(), services.items(), rollback);
    }

    String phase() {
        return phase;
    }

    long total() {
        return total;
    }

    long done() {
        return done;
    }

    /** Makes the plan and answers its hash. */
    String plan() {
        // the load may have ended a moment ago
        TableStatistics.refresh(
                services.jdbc(), List.of("chartlift.write", "hfj_resource", "hfj_res_ver", "hfj_res_link"));
        services.inTransaction(
                () -> new PlanCollector(services.jdbc(), services.versions(), services.items()).collect(rollback));
        TableStatistics.refresh(services.jdbc(), List.of("chartlift.rollback_item"));
        total = services.items().count(rollback.id(), "true");
        phase = "holds";
        holds();
        phase = "later edits";
        done = total - services.items().count(rollback.id(), "action is null");
        services.items().each(rollback.id(), "action is null", this::decide);
        phase = "references";
        survivors.checkReturning();
        survivors.keepNeeded();
        phase = "ordering";
        services.inTransaction(() -> new UnitPlanner(services.jdbc(), services.items(), rollback.id()).plan());
        return hash();
    }

    private void holds() {
        List<Item> page = new ArrayList<>();
        services.items().each(rollback.id(), "action is distinct from 'untouched'", item -> {
            page.add(item);
            if (page.size() == PAGE) {
                hold(page);
            }
        });
        hold(page);
    }

    private void hold(List<Item> page) {
        Set<String> held =
                services.holds().held(page.stream().map(Item::reference).toList());
        page.stream().filter(item -> held.contains(item.reference())).forEach(item -> services.items()
                .decide(rollback.id(), item.seq(), Action.HELD, HELD));
        page.clear();
    }

    private void decide(Item item) {
        Verdict verdict = edited.of(rollback, item);
        services.items().decide(rollback.id(), item.seq(), verdict.action(), verdict.why());
        if (verdict.content() != null) {
            survivors.protect(verdict.content());
        }
        done++;
    }

    /** SHA-256 over every row in order: the same plan has the same hash. */
    private String hash() {
        MessageDigest digest = ContentHash.newDigest();
        digest.update((rollback.asked() + '\n').getBytes(StandardCharsets.UTF_8));
        services.items().each(rollback.id(), "true", item -> {
            String line = item.reference()
                    + '|'
                    + (item.action() == null ? "" : item.action().word())
                    + '|'
                    + item.why()
                    + '|'
                    + item.base()
                    + '|'
                    + item.current()
                    + '|'
                    + item.live()
                    + '\n';
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        });
        return HexFormat.of().formatHex(digest.digest());
    }
}
