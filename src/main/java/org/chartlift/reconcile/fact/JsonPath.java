package org.chartlift.reconcile.fact;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path through a resource's stored JSON, a part of FHIRPath: members, {@code first()}, {@code where(path = 'x')}, {@code where(path != 'x')}, {@code where(path.exists())},
 * {@code where(path.exists().not())}, {@code extension('url')}, {@code ofType(Quantity)}, {@code resolve()}. {@code value} stands for any {@code value[x]}. Immutable.
 */
public final class JsonPath {
    private static final Pattern STEP = Pattern.compile(
            "(?<fn>where|extension|ofType|resolve|first)\\((?<arg>(?:'[^']*'|[^()']|\\(\\))*)\\)|(?<name>[A-Za-z_][A-Za-z0-9_]*)|\\[(?<index>\\d+)]");
    private static final Pattern CRITERION = Pattern.compile(
            "\\s*(?<path>.+?)\\s*(?:(?<op>!?=)\\s*'(?<value>[^']*)'|\\.exists\\(\\)(?<not>\\.not\\(\\))?)\\s*");
    private static final List<String> CHOICES = List.of(
            "value",
            "effective",
            "onset",
            "occurrence",
            "performed",
            "deceased",
            "multipleBirth",
            "medication",
            "abatement",
            "timing",
            "asNeeded",
            "dose",
            "rate",
            "scheduled",
            "serviced",
            "product",
            "item",
            "start",
            "statusReason");

    private final String text;
    private final List<Step> steps;

    private JsonPath(String text, List<Step> steps) {
        this.text = text;
        this.steps = List.copyOf(steps);
    }

    /** A node and, where it is a choice, its type, for example {@code Quantity}. */
    public record Found(JsonNode node, String type) {}

    private interface Step {
        void from(Found found, Function<String, @Nullable JsonNode> resolver, List<Found> to);
    }

    /**
     * All of the paths that {@code |} separates.
     *
     * @throws IllegalArgumentException if one is no such path
     */
    public static List<JsonPath> parse(String text) {
        List<JsonPath> paths = new ArrayList<>();
        int from = 0;
        boolean quoted = false;
        int depth = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '|';
            quoted ^= c == '\'';
            depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
            if (i == text.length() || (c == '|' && !quoted && depth == 0)) {
                paths.add(one(text.substring(from, i).trim()));
                from = i + 1;
            }
        }
        return List.copyOf(paths);
    }

    private static JsonPath one(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher m = STEP.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == '.' && at > 0) {
                at++;
            }
            if (!m.find(at) || m.start() != at) {
                throw new IllegalArgumentException("no server path: " + text);
            }
            steps.add(step(m));
            at = m.end();
        }
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("an empty server path");
        }
        return new JsonPath(text, steps);
    }

    private static Step step(Matcher m) {
        String name = m.group("name");
        if (name != null) {
            return (found, resolver, to) -> member(found.node(), name, to);
        }
        if (m.group("index") != null) {
            throw new IllegalArgumentException("indexes stand behind a list: use first()");
        }
        String argument = m.group("arg").trim();
        return switch (m.group("fn")) {
            case "extension" -> extension(argument.replace("'", ""));
            case "ofType" ->
                (found, resolver, to) -> {
                    if (found.type().equalsIgnoreCase(argument)) {
                        to.add(found);
                    }
                };
            case "resolve" -> (found, resolver, to) -> resolve(found, resolver, to);
            case "first" ->
                (found, resolver, to) -> {
                    if (to.isEmpty()) {
                        to.add(found);
                    }
                };
            default -> where(argument);
        };
    }

    private static void member(JsonNode node, String name, List<Found> to) {
        JsonNode value = node.get(name);
        if (value != null) {
            each(value, "", to);
        } else if (CHOICES.contains(name)) {
            node.fields().forEachRemaining(field -> {
                String key = field.getKey();
                if (key.length() > name.length()
                        && key.startsWith(name)
                        && Character.isUpperCase(key.charAt(name.length()))) {
                    each(field.getValue(), key.substring(name.length()), to);
                }
            });
        }
    }

    private static void each(JsonNode value, String type, List<Found> to) {
        if (value.isArray()) {
            value.forEach(v -> to.add(new Found(v, type)));
        } else if (!value.isNull()) {
            to.add(new Found(value, type));
        }
    }

    private static Step extension(String url) {
        return (found, resolver, to) -> {
            for (JsonNode extension : found.node().path("extension")) {
                if (url.equals(extension.path("url").asText())) {
                    to.add(new Found(extension, ""));
                }
            }
        };
    }

    private static void resolve(Found found, Function<String, @Nullable JsonNode> resolver, List<Found> to) {
        JsonNode reference =
                found.node().isTextual() ? found.node() : found.node().get("reference");
        JsonNode resource = reference == null ? null : resolver.apply(reference.asText());
        to.add(
                resource == null
                        ? found
                        : new Found(resource, resource.path("resourceType").asText()));
    }

    private static Step where(String criterion) {
        Matcher m = CRITERION.matcher(criterion);
        if (!m.matches()) {
            throw new IllegalArgumentException("no criterion: " + criterion);
        }
        JsonPath path = one(m.group("path"));
        String value = m.group("value");
        boolean wanted = value != null ? m.group("op").equals("=") : m.group("not") == null;
        return (found, resolver, to) -> {
            List<Found> values = path.from(found, resolver);
            boolean holds = value == null
                    ? !values.isEmpty()
                    : values.stream().anyMatch(v -> v.node().asText().equals(value));
            if (holds == wanted) {
                to.add(found);
            }
        };
    }

    /**
     * The nodes at the path.
     *
     * @param resource where the path begins
     * @param resolver gives the resource of a reference, or null
     */
    public List<Found> from(JsonNode resource, Function<String, @Nullable JsonNode> resolver) {
        return from(new Found(resource, ""), resolver);
    }

    private List<Found> from(Found start, Function<String, @Nullable JsonNode> resolver) {
        List<Found> now = List.of(start);
        for (Step step : steps) {
            List<Found> next = new ArrayList<>();
            for (Found found : now) {
                step.from(found, resolver, next);
            }
            if (next.isEmpty()) {
                return next;
            }
            now = next;
        }
        return now;
    }

    @Override
    public String toString() {
        return text;
    }
}
