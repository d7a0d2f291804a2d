package org.chartlift.reconcile.landed;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A resource as the server holds it.
 *
 * @param reference {@code Type/id}
 * @param json its stored JSON, decimals with their digits; without meta
 */
public record LandedResource(String reference, JsonNode json) {
    /** The resource type. */
    public String type() {
        return reference.substring(0, reference.indexOf('/'));
    }
}
