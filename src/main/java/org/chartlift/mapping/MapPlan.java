package org.chartlift.mapping;

import java.util.List;
import org.chartlift.mapping.rule.Condition;
import org.chartlift.mapping.rule.KeyItem;
import org.jspecify.annotations.Nullable;

/**
 * A compiled map. Immutable.
 *
 * @param id its id
 * @param source segment or data type
 * @param target what it makes or extends; null for a map that only drops
 * @param creates whether it makes a resource
 * @param into which resources it extends; null unless it extends
 * @param keys alternatives of the natural key; empty for none
 * @param mergeRepeats whether occurrences of one key in one record are one resource
 * @param joinRepeats whether, moreover, rules that join do so over all these occurrences
 */
record MapPlan(
        String id,
        String source,
        @Nullable Element target,
        boolean creates,
        RulePlan.@Nullable ResourceSelector into,
        List<List<Key>> keys,
        ConvertedResource.Update update,
        boolean mergeRepeats,
        boolean joinRepeats,
        ConvertedResource.Scope scope,
        boolean named,
        @Nullable Condition when,
        RulePlan.Body body) {
    /**
     * One item of a key.
     *
     * @param item as written
     * @param ref which resource, for {@code ref}; else null
     */
    record Key(KeyItem item, RulePlan.@Nullable ResourceSelector ref) {}

    String type() {
        return target == null ? "" : target.type();
    }
}
