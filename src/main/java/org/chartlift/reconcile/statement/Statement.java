package org.chartlift.reconcile.statement;

import java.util.List;
import org.chartlift.reconcile.fact.FactKind;
import org.chartlift.reconcile.fact.StatementKind;
import org.jspecify.annotations.Nullable;

/**
 * A fact as one segment states it.
 *
 * @param kind its kind
 * @param subject the patient's identifiers, {@code system|value}, in the order of the message
 * @param key what makes two statements of one patient the same fact; empty: nothing does
 * @param merge whether what is not said here stays
 * @param repeat what becomes of it beside another statement of the same fact in the same record
 * @param values by field: the compared forms; null where nothing is said, empty where it is said that there is none
 * @param says whether a value of the source is among them: what nothing but the event says need not have landed
 * @param location the record, {@code file#number}
 * @param order the record's place in the order of effect
 * @param path where in the record
 */
public record Statement(
        FactKind kind,
        List<String> subject,
        String key,
        boolean merge,
        StatementKind.Repeat repeat,
        List<@Nullable List<String>> values,
        boolean says,
        String location,
        long order,
        String path) {}
