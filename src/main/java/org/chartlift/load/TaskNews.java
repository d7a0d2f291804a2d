package org.chartlift.load;

import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Task;

/**
 * The Task of work under way, which a timer and the work itself tell of: one at a time, so that they never meet in one version, and not any more once the
 * work has its last word. Safe for use by several threads.
 */
public final class TaskNews {
    private final OperationalWriter writer;
    private boolean ended;

    public TaskNews(OperationalWriter writer) {
        this.writer = writer;
    }

    /** Writes the Task, in a transaction of its own; nothing after {@link #end()}. */
    public synchronized void tell(Supplier<Task> task) {
        if (!ended) {
            writer.write(task.get());
        }
    }

    /** What comes is the last word: waits for news on their way, and lets no more of them through. */
    public synchronized void end() {
        ended = true;
    }
}
