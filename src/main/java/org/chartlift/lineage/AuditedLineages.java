package org.chartlift.lineage;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.chartlift.audit.Access;
import org.chartlift.audit.AuditEventBuilder;
import org.chartlift.audit.Caller;
import org.chartlift.load.OperationalWriter;
import org.chartlift.load.Replay;
import org.chartlift.validation.PatientLinks;
import org.jspecify.annotations.Nullable;

/**
 * {@link Lineages} for callers: shows values of source records only to those who may see them, and leaves one AuditEvent for each question, whatever the answer,
 * in a transaction of its own and before the answer is given. Safe for use by several threads.
 */
public final class AuditedLineages {
    private static final String OPERATION = "lineage";
    private static final String PATIENT = "Patient/";

    private final Lineages lineages;
    private final Replay replay;
    private final SourceValuesRight right;
    private final OperationalWriter writer;
    private final Clock clock;
    private final AuditEventBuilder events = new AuditEventBuilder();

    public AuditedLineages(
            Lineages lineages, Replay replay, SourceValuesRight right, OperationalWriter writer, Clock clock) {
        this.lineages = lineages;
        this.replay = replay;
        this.right = right;
        this.writer = writer;
        this.clock = clock;
    }

    /**
     * As {@link Lineages#of}.
     *
     * @throws SourceValuesForbiddenException if values are asked for and may not be seen
     */
    public Optional<InstanceLineage> of(
            Asker asker, String reference, @Nullable Long version, String path, boolean values) {
        return answer(
                asker,
                values,
                List.of(reference),
                () -> lineages.of(reference, version, path, values),
                found -> patients(reference),
                found -> found.values().stream()
                        .flatMap(v -> v.record().stream())
                        .map(SourceRecord::logicalId)
                        .distinct()
                        .toList());
    }

    /**
     * As {@link Lineages#ofRecord}.
     *
     * @throws SourceValuesForbiddenException if values are asked for and may not be seen
     */
    public Optional<RecordLineage> ofRecord(Asker asker, String logicalId, boolean values) {
        return answer(
                asker,
                values,
                List.of(),
                () -> lineages.ofRecord(logicalId, values),
                found -> found.targets().stream()
                        .map(RecordLineage.Target::reference)
                        .filter(r -> r.startsWith(PATIENT))
                        .collect(Collectors.toSet()),
                found -> List.of(found.record().logicalId()));
    }

    private Set<String> patients(String reference) {
        return replay.current(reference)
                .flatMap(version -> replay.version(reference, version))
                .map(PatientLinks::of)
                .orElse(Set.of());
    }

    private <T> Optional<T> answer(
            Asker asker,
            boolean values,
            List<String> resources,
            Supplier<Optional<T>> question,
            Function<T, Set<String>> patients,
            Function<T, List<String>> records) {
        String refused = "failed";
        Optional<T> found = Optional.empty();
        try {
            if (values && !right.has(asker)) {
                refused = "no right to see values of source records";
                throw new SourceValuesForbiddenException();
            }
            found = question.get();
            refused = found.isPresent() ? "" : "not found";
            return found;
        } catch (IllegalArgumentException e) {
            refused = "malformed";
            throw e;
        } finally {
            Optional<T> told = found;
            writer.write(events.access(new Access(
                    clock.instant(),
                    new Caller(asker.requester(), asker.requestId(), asker.address(), asker.server()),
                    OPERATION,
                    refused,
                    values && told.isPresent(),
                    told.map(patients).orElse(Set.of()),
                    told.isPresent() ? resources : List.of(),
                    told.map(records).orElse(List.of()))));
        }
    }
}
