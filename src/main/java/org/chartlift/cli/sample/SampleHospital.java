package org.chartlift.cli.sample;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Writes the extract to {@code extract/} and the truth to {@code truth/}. All lives run side by side in the order of time. A life is planned anew
 * when its turn comes and only those that had a message lately are kept, so that memory holds some tens of bytes a patient.
 */
public final class SampleHospital {
    private static final int BROKEN = 15;
    private static final int EVENTS_A_LIFE = 11;
    private static final int LEAST_DISTANCE = 29;
    private static final int RECENT = 2_000;
    private final Settings settings;
    private final PriorityQueue<Long> queue = new PriorityQueue<>();
    private final Map<Integer, Life> recent = new LinkedHashMap<>(RECENT * 2, 0.75f, true);
    private final int[] next;
    private final int distance;
    private int messages;

    private SampleHospital(Settings settings) {
        this.settings = settings;
        next = new int[settings.patients()];
        distance = (int) Math.max(LEAST_DISTANCE, (long) settings.patients() * EVENTS_A_LIFE / BROKEN);
    }

    /**
     * Writes everything below {@code dir}. The same settings write the same bytes.
     *
     * @throws FileAlreadyExistsException if {@code dir} holds an extract already
     */
    public static Truth.Summary write(Settings settings, Path dir) throws IOException {
        return write(settings, dir, false);
    }

    /**
     * As {@link #write(Settings, Path)}.
     *
     * @param positions whether the truth says, too, where every value stands; some kilobytes a message
     */
    public static Truth.Summary write(Settings settings, Path dir, boolean positions) throws IOException {
        Path extract = dir.resolve("extract");
        if (Files.exists(extract)) {
            throw new FileAlreadyExistsException(extract.toString(), null, "give a folder without an extract");
        }
        try (TruthWriter truth = new TruthWriter(dir.resolve("truth"), positions)) {
            return new SampleHospital(settings).write(extract, truth);
        }
    }

    private Truth.Summary write(Path extract, TruthWriter truth) throws IOException {
        ExtractWriter writer = new ExtractWriter(extract, settings.messagesPerFile(), truth);
        try (writer) {
            for (int index = 0; index < settings.patients(); index++) {
                Life life = LifePlanner.plan(settings, settings.first() + index);
                enqueue(life.events().get(0), index);
                for (Truth.Patient patient : ChartFold.of(life)) {
                    truth.patient(patient);
                }
            }
            while (!queue.isEmpty()) {
                step(queue.remove(), writer);
            }
        }
        return truth.summary(settings, writer.files(), writer.bytes());
    }

    private Life life(int index) {
        Life life = recent.computeIfAbsent(index, i -> LifePlanner.plan(settings, settings.first() + i));
        if (recent.size() > RECENT) {
            recent.remove(recent.keySet().iterator().next());
        }
        return life;
    }

    private void enqueue(Event event, int index) {
        long seconds = event.time().toEpochSecond() - settings.begin().toEpochSecond();
        queue.add(seconds << Integer.SIZE | index);
    }

    private void step(long head, ExtractWriter writer) throws IOException {
        int index = (int) head;
        Life life = life(index);
        int position = next[index]++;
        Event event = life.events().get(position);
        String controlId = String.format(Locale.ROOT, "S%08d%03d", life.index() + 1, position + 1);
        int lot = Math.floorMod(controlId.hashCode(), 100);
        writer.write(event, controlId, lot == 7 ? 1 + position % 3 : 0);
        if (++messages % distance == distance / 2) {
            writer.writeBroken(messages / distance, event.time());
        }
        if (next[index] < life.events().size()) {
            enqueue(life.events().get(position + 1), index);
        }
    }
}
