package org.chartlift.mapping;

import java.util.List;
import org.chartlift.record.Outcome;

/**
 * What became of one populated source leaf.
 *
 * @param leaf leaf number in the source tree
 * @param outcome the outcome
 * @param rule id of the deciding rule as {@code map/rule}, for example {@code PID-Patient/pid3}; empty for {@code unmapped}
 * @param detail reason, cause or overwriting rule; empty if there is none
 * @param targets where the value stands, for example {@code Patient/abc.identifier[0].value}; empty unless mapped, translated or carried
 */
public record LeafOutcome(int leaf, Outcome outcome, String rule, String detail, List<String> targets) {}
