package org.chartlift.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

class TaskNewsTest {
    private final List<String> written = Collections.synchronizedList(new ArrayList<>());

    private static Task task(String id) {
        Task task = new Task();
        task.setId(id);
        return task;
    }

    @Test
    void nothingIsToldAfterTheEnd() {
        TaskNews news = new TaskNews("test", t -> written.add(t.getId()));
        news.tell(() -> task("first"));
        news.end();
        news.tell(() -> task("late"));

        assertThat(written).containsExactly("first");
    }

    @Test
    void theEndWaitsForNewsOnTheirWay() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        TaskNews news = new TaskNews("test", t -> {
            writing.countDown();
            await(go);
            written.add(t.getId());
        });
        CompletableFuture<Void> tick = CompletableFuture.runAsync(() -> news.tell(() -> task("tick")));
        await(writing);
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
            news.end();
            written.add("last word");
        });

        assertThatThrownBy(() -> end.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        go.countDown();
        CompletableFuture.allOf(tick, end).get(10, TimeUnit.SECONDS);
        assertThat(written).containsExactly("tick", "last word");
    }

    @Test
    void aTickThatCannotBeWrittenDoesNotEndTheWork() {
        TaskNews news = new TaskNews("test", t -> {
            if (t.getId().equals("bad")) {
                throw new IllegalStateException();
            }
            written.add(t.getId());
        });
        news.tick(() -> task("bad"));
        news.interrupted(() -> task("bad"));
        news.tick(() -> task("late"));

        assertThat(written).isEmpty();
        assertThatThrownBy(() -> new TaskNews("test", t -> {
                            throw new IllegalStateException();
                        })
                        .tell(() -> task("first")))
                .isInstanceOf(IllegalStateException.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
