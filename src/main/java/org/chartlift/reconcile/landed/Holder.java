package org.chartlift.reconcile.landed;

import org.jspecify.annotations.Nullable;

/**
 * A live resource that has an identifier or a name.
 *
 * @param lookup the server's hash of it
 * @param reference {@code Type/id}
 * @param owner URI of the source system of which a run wrote the resource last; null if no run did
 */
public record Holder(long lookup, String reference, @Nullable String owner) {}
