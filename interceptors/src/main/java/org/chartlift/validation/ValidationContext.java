package org.chartlift.validation;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * What the rules need to know beside the resources.
 *
 * @param latest nothing can have happened after it: the time of the extract, or now for what is written live
 * @param server the resources that are stored already
 * @param attributed {@code Type/id} of resources whose source named an author or performer, so that they must name one
 */
public record ValidationContext(Instant latest, ServerView server, Set<String> attributed) {
    public ValidationContext {
        Objects.requireNonNull(latest);
        Objects.requireNonNull(server);
        attributed = Set.copyOf(attributed);
    }
}
