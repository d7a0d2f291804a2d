package org.chartlift.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.chartlift.proof.Rest.Answer;

/** Calls {@code $checkpoint} and {@code $rollback} over HTTP, as an operator does. */
public final class WayBack {
    private static final int ATTEMPTS = 20;

    private final Rest rest;

    public WayBack(String base) {
        this.rest = new Rest(base);
    }

    /** A call of {@code $rollback}, of which the plan's hash is the only thing that changes between dry run and execution. */
    public record Call(ObjectNode parameters) {
        public static Call to(String checkpoint) {
            ObjectNode parameters = Json.MAPPER.createObjectNode().put("resourceType", "Parameters");
            Call call = new Call(parameters);
            call.parameter("to").putObject("valueReference").put("reference", checkpoint);
            call.parameter("reason").put("valueString", "proof");
            return call;
        }

        private ObjectNode parameter(String name) {
            return parameters.withArray("parameter").addObject().put("name", name);
        }

        public Call type(String type) {
            parameter("_type").put("valueCode", type);
            return this;
        }

        public Call patient(String reference) {
            parameter("patient").putObject("valueReference").put("reference", reference);
            return this;
        }

        public Call strategy(String strategy) {
            parameter("strategy").put("valueCode", strategy);
            return this;
        }

        Call execute(String planHash) {
            Call execution = new Call(parameters.deepCopy());
            execution.parameter("dryRun").put("valueBoolean", false);
            execution.parameter("planHash").put("valueString", planHash);
            return execution;
        }
    }

    /** Takes a checkpoint and answers the reference of its Task. */
    public String checkpoint(String label) {
        return reference(taken(label), "checkpoint");
    }

    /** Takes a checkpoint. */
    public JsonNode taken(String label) {
        ObjectNode parameters = Json.MAPPER.createObjectNode().put("resourceType", "Parameters");
        parameters.withArray("parameter").addObject().put("name", "label").put("valueString", label);
        return rest.post("$checkpoint", parameters).expect(200);
    }

    public Answer ask(Call call, String... headers) {
        return rest.post("$rollback", call.parameters(), headers);
    }

    /** The plan. */
    public JsonNode plan(Call call) {
        return ask(call).expect(200);
    }

    /** Executes the plan that a dry run answered. */
    public Answer execute(Call call, String planHash, String... headers) {
        return ask(call.execute(planHash), headers);
    }

    /** A dry run and its execution; both again as often as the server has moved on in between. */
    public JsonNode rollback(Call call) {
        for (int i = 1; ; i++) {
            JsonNode plan = plan(call);
            Answer answer = execute(call, string(plan, "planHash"));
            if (answer.status() != 412 || i == ATTEMPTS) {
                return answer.expect(200);
            }
        }
    }

    /** The value of an output parameter, as text; empty if there is none. */
    public static String string(JsonNode parameters, String name) {
        for (JsonNode p : parameters.path("parameter")) {
            if (p.path("name").asText().equals(name)) {
                for (JsonNode value : p) {
                    if (value.isValueNode() && value != p.get("name")) {
                        return value.asText();
                    }
                }
            }
        }
        return "";
    }

    public static String reference(JsonNode parameters, String name) {
        for (JsonNode p : parameters.path("parameter")) {
            if (p.path("name").asText().equals(name)) {
                return p.path("valueReference").path("reference").asText();
            }
        }
        throw new AssertionError("no " + name + " in " + parameters);
    }

    /** How many resources have which fate, as the plan says. */
    static Map<String, Integer> counts(JsonNode parameters) {
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode p : parameters.path("parameter")) {
            for (String value : new String[] {"valueInteger", "valueDecimal", "valueUnsignedInt"}) {
                if (p.has(value)) {
                    counts.put(p.path("name").asText(), p.path(value).asInt());
                }
            }
        }
        return counts;
    }
}
