package org.chartlift.reconcile.landed;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A live resource that has an identifier or a name.
 *
 * @param lookup the server's hash of it
 * @param reference {@code Type/id}
 * @param owner URI of the source system of which a run wrote the resource last; null if no run did
 * @param writers URIs of all source systems of which a run ever wrote it
 */
public record Holder(long lookup, String reference, @Nullable String owner, Set<String> writers) {}
