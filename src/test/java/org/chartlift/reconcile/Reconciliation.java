package org.chartlift.reconcile;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chartlift.run.Migration;
import org.chartlift.run.Migration.Answer;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;

/** Calls {@code $reconcile} over HTTP and reads what it answers and reports. */
public final class Reconciliation {
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    private final Migration calls;

    public Reconciliation(String base) {
        calls = new Migration(base);
    }

    /** What the run of this reference loaded. */
    public static Parameters ofRun(String task) {
        return new Parameters().addParameter("run", new Reference(task));
    }

    public Answer call(Parameters parameters, String... headers) {
        return calls.operation("$reconcile", parameters, headers);
    }

    /** Compares, and reads the table of all checks. */
    public Found compare(Parameters parameters) {
        return found(call(parameters));
    }

    public Found found(Answer answer) {
        return new Found(answer, binary(answer, "table"), binary(answer, "differences"));
    }

    private String binary(Answer answer, String name) {
        String json =
                calls.get(answer.reference(name) + "?_format=json").response().body();
        byte[] data = FHIR.newJsonParser().parseResource(Binary.class, json).getData();
        return data == null ? "" : new String(data, StandardCharsets.UTF_8);
    }

    /**
     * What a comparison found.
     *
     * @param table all checks, CSV
     * @param differences NDJSON
     */
    public record Found(Answer answer, String table, String differences) {
        public String gate() {
            return answer.parameters().getParameter("gate").getValue().primitiveValue();
        }

        /** Records by state, without zeros. */
        public Map<String, Integer> records() {
            return counts("records", "state", "count");
        }

        /** Checks that were violated, by level; without zeros. */
        public Map<String, Integer> violated() {
            return counts("level", "code", "violated");
        }

        /** How often something was checked, by level; without zeros. */
        public Map<String, Integer> checked() {
            return counts("level", "code", "checked");
        }

        private Map<String, Integer> counts(String name, String key, String value) {
            Map<String, Integer> counts = new TreeMap<>();
            for (ParametersParameterComponent p : answer.parameters().getParameter()) {
                int n = p.getName().equals(name) ? Integer.parseInt(part(p, value)) : 0;
                if (n > 0) {
                    counts.put(part(p, key), n);
                }
            }
            return counts;
        }

        /** The check's line of the table; empty if there is none. */
        public String check(String name) {
            return table.lines()
                    .filter(l -> l.contains("," + name + ","))
                    .findFirst()
                    .orElse("");
        }

        /** Lines of checks that did not pass, and what differed, for messages of assertions. */
        public String trouble() {
            return table.lines()
                            .filter(l -> l.contains(",Failed,") || l.contains(",Error,"))
                            .toList()
                    + "\n" + differences.lines().limit(20).toList();
        }

        /** The parts of this name. */
        public List<ParametersParameterComponent> parts(String name) {
            return answer.parameters().getParameter().stream()
                    .filter(p -> p.getName().equals(name))
                    .toList();
        }
    }

    /** The value of a part, as text; empty if there is none. */
    public static String part(ParametersParameterComponent of, String name) {
        return of.getPart().stream()
                .filter(p -> p.getName().equals(name))
                .findFirst()
                .map(p -> p.getValue() instanceof Reference r
                        ? r.getReference()
                        : p.getValue().primitiveValue())
                .orElse("");
    }
}
