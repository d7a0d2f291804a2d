package org.chartlift.rollback;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.chartlift.audit.Access;
import org.chartlift.audit.AuditEventBuilder;
import org.chartlift.audit.Caller;
import org.chartlift.load.OperationalWriter;

/** One AuditEvent for each call of an operation, in a transaction of its own. Safe for use by several threads. */
public final class OperationLog {
    private final OperationalWriter writer;
    private final Clock clock;
    private final AuditEventBuilder events = new AuditEventBuilder();

    public OperationLog(OperationalWriter writer, Clock clock) {
        this.writer = writer;
        this.clock = clock;
    }

    /**
     * Notes a call.
     *
     * @param operation its name without {@code $}
     * @param refused why it was refused; empty if it was not
     * @param resources what it was about or answered, {@code Type/id}
     */
    public void note(Asking asking, String operation, String refused, List<String> resources) {
        Caller caller = new Caller(asking.requester(), asking.requestId(), asking.address(), asking.server());
        writer.write(events.access(
                new Access(clock.instant(), caller, operation, refused, false, Set.of(), resources, List.of())));
    }
}
