package org.chartlift.load;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Task;

/**
 * The Task of work under way, which a timer and the work itself tell of: one at a time, so that they never meet in one version, and not any more once the
 * work has its last word. Safe for use by several threads.
 */
public final class TaskNews {
    private final Consumer<Task> writer;
    private boolean ended;

    /** @param writer writes the Task's next version, in a transaction of its own */
    public TaskNews(Consumer<Task> writer) {
        this.writer = writer;
    }

    /** Writes the Task; nothing after {@link #end()}. */
    public synchronized void tell(Supplier<Task> task) {
        if (!ended) {
            writer.accept(task.get());
        }
    }

    /** What comes is the last word: waits for news on their way, and lets no more of them through. */
    public synchronized void end() {
        ended = true;
    }
}
