package org.chartlift.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a conflict Task says of one element as the clinicians left it.
 *
 * @param resource {@code Type/id}, as focus or by name
 * @param path FHIRPath of the element; the type alone for the whole resource
 * @param current the value, whole; null node for nothing
 */
record Told(String resource, String path, JsonNode current) {
    private static final String CODE = "rollback-conflict";

    /** Nothing, unless it is a conflict Task. */
    static List<Told> by(ObjectNode task) {
        List<Told> told = new ArrayList<>();
        if (code(task.path("code")).equals(CODE)) {
            JsonNode focus = task.path("focus");
            String resource = focus.path("reference")
                    .asText(focus.path("identifier").path("value").asText());
            for (JsonNode input : task.path("input")) {
                if (code(input.path("type")).equals("current")) {
                    told.add(new Told(resource, input.path("type").path("text").asText(), value(input)));
                }
            }
        }
        return told;
    }

    private static String code(JsonNode concept) {
        return concept.path("coding").path(0).path("code").asText();
    }

    private static JsonNode value(JsonNode input) {
        JsonNode attachment = input.path("valueAttachment");
        return Json.parse(
                attachment.isMissingNode()
                        ? input.path("valueString").asText()
                        : new String(
                                Base64.getDecoder()
                                        .decode(attachment.path("data").asText()),
                                StandardCharsets.UTF_8));
    }

    /** Whether a claim, though it does not hold, can be read here in full. */
    boolean tells(Claim claim) {
        if (!resource.equals(claim.resource())) {
            return false;
        }
        boolean[] there = {false};
        if (claim instanceof Claim.Gone) {
            return current.isNull();
        }
        if (claim instanceof Claim.NoItem none) {
            Json.walk(current, node -> there[0] |= node.equals(none.removed()));
            return !there[0] && (path.contains(claim.path()) || !path.contains("."));
        }
        JsonNode content = claim.content();
        Json.walk(
                current,
                node -> there[0] |= node.equals(content) || claim instanceof Claim.Whole && claim.holds(whole(node)));
        return there[0];
    }

    private static @Nullable ObjectNode whole(JsonNode node) {
        return node instanceof ObjectNode object ? object : null;
    }
}
