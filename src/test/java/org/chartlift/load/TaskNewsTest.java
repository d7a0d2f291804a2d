package org.chartlift.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
        TaskNews news = new TaskNews(t -> written.add(t.getId()));
        news.tell(() -> task("first"));
        news.end();
        news.tell(() -> task("late"));

        assertThat(written).containsExactly("first");
    }

    @Test
    void theEndWaitsForNewsOnTheirWay() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        TaskNews news = new TaskNews(t -> {
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

        assertThat(end).isNotCompleted();
        go.countDown();
        CompletableFuture.allOf(tick, end).get(10, TimeUnit.SECONDS);
        assertThat(written).containsExactly("tick", "last word");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
