package org.chartlift.load;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Task of work under way, which a timer and the work itself tell of: one at a time, so that they never meet in one version, and not any more once the
 * work has its last word. Safe for use by several threads.
 */
public final class TaskNews {
    private static final Logger LOG = LoggerFactory.getLogger(TaskNews.class);

    private final String work;
    private final Consumer<Task> writer;
    private boolean ended;

    /**
     * @param work what the Task is of, for the log
     * @param writer writes the Task's next version, in a transaction of its own
     */
    public TaskNews(String work, Consumer<Task> writer) {
        this.work = work;
        this.writer = writer;
    }

    /** Writes the Task; nothing after {@link #end()}. */
    public synchronized void tell(Supplier<Task> task) {
        if (!ended) {
            writer.accept(task.get());
        }
    }

    /** As {@link #tell}; what goes wrong with it is only logged: the Task is a courtesy, and the work itself will meet whatever is wrong. */
    public void tick(Supplier<Task> task) {
        quietly(() -> tell(task));
    }

    /** The work ended before its account: {@link #end()}, and this as the last word, as far as it can still be said. */
    public void interrupted(Supplier<Task> task) {
        end();
        quietly(() -> writer.accept(task.get()));
    }

    private void quietly(Runnable write) {
        try {
            write.run();
        } catch (RuntimeException e) {
            LOG.warn(
                    "the Task of {} could not be updated: {}",
                    work,
                    e.getClass().getName());
        }
    }

    /** What comes is the last word: waits for news on their way, and lets no more of them through. */
    public synchronized void end() {
        ended = true;
    }
}
