package org.chartlift.load;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.chartlift.ledger.Run;
import org.chartlift.ledger.RunMode;
import org.chartlift.ledger.WriteLedger.Op;
import org.chartlift.mapping.identity.ResourceIds;
import org.chartlift.record.Finding;

/** The state that the workers of one run share. Safe for use by several threads. */
public final class LoadRun {
    private final Run run;
    private final RecordConverter converter;
    private final ResourceIds ids;
    private final String requester;
    private final Function<String, Optional<RecordConverter>> earlier;
    private final AtomicLong settled = new AtomicLong();
    private final AtomicLong quarantined = new AtomicLong();
    private final AtomicReference<String> stop = new AtomicReference<>("");
    private final Map<String, Finding> badShared = new ConcurrentHashMap<>();
    private final Set<String> rehearsed = ConcurrentHashMap.newKeySet();
    private final Map<String, Op> sharedOps = new ConcurrentHashMap<>();

    /**
     * The state of a run that begins.
     *
     * @param earlier converts as an earlier run did, by the digest of its maps; empty if that is not possible any more
     */
    public LoadRun(
            Run run,
            RecordConverter converter,
            ResourceIds ids,
            String requester,
            Function<String, Optional<RecordConverter>> earlier) {
        this.earlier = earlier;
        this.run = run;
        this.converter = converter;
        this.ids = ids;
        this.requester = requester;
    }

    Run run() {
        return run;
    }

    RecordConverter converter() {
        return converter;
    }

    /** Converts as an earlier run did. */
    Optional<RecordConverter> earlier(String digest) {
        return earlier.apply(digest);
    }

    ResourceIds ids() {
        return ids;
    }

    String requester() {
        return requester;
    }

    boolean writes() {
        return run.mode() != RunMode.VALIDATE;
    }

    /** Shared resources that did not pass, with the reason. */
    Map<String, Finding> badShared() {
        return badShared;
    }

    /** In a rehearsal, what would be there by now; else empty. */
    Set<String> rehearsed() {
        return rehearsed;
    }

    /** What was done to shared resources. */
    Map<String, Op> sharedOps() {
        return sharedOps;
    }

    void count(long records, long ofThemQuarantined) {
        settled.addAndGet(records);
        quarantined.addAndGet(ofThemQuarantined);
    }

    /** Records that the workers settled so far. */
    public long settled() {
        return settled.get();
    }

    /** Records that the workers quarantined so far. */
    public long quarantined() {
        return quarantined.get();
    }

    /** Ends the run at the next unit; the first reason counts. */
    public void stop(String reason) {
        stop.compareAndSet("", reason);
    }

    /** Why the run is to end; empty as long as it goes on. */
    public String stopReason() {
        return stop.get();
    }

    boolean isStopped() {
        return !stop.get().isEmpty();
    }
}
