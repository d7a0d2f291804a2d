package org.chartlift.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.utilities.i18n.I18nBase;

/**
 * Says what the validator said, without the values that the validator quotes from the resource. The message is matched
 * against the template it was made from, and of its arguments only those are kept that cannot be a patient's: canonical URLs
 * of profiles, value sets and code systems, element paths of FHIR types, and the counts of cardinality messages.
 */
final class ProfileMessages extends I18nBase {
    private static final String LEFT_OUT = "…";
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\d+}");
    private static final Pattern CANONICAL =
            Pattern.compile("https?://[\\w./-]+/(?:StructureDefinition|ValueSet|CodeSystem)/[\\w.|-]+");
    private static final Pattern ELEMENT_PATH = Pattern.compile("([A-Z]\\w+)(\\.\\w+(\\[x])?(:\\w+)?)*");
    private static final Pattern COUNT = Pattern.compile("\\d{1,4}|\\*");

    /** Where the template says nothing once its arguments are gone. */
    private static final Map<String, String> PLAIN_WORDS = Map.of(
            "Terminology_PassThrough_TX_Message", "A code could not be confirmed in its code system or value set.");

    private final Map<String, Template> templates = new ConcurrentHashMap<>();
    private final Set<String> fhirTypes = FhirContext.forR4Cached().getResourceTypes();

    /** A message as the validator's text file has it, and the pattern that finds the arguments in a finished one. */
    private record Template(String text, Pattern pattern) {}

    String withoutValues(SingleValidationMessage message) {
        String id = message.getMessageId() == null ? "" : message.getMessageId();
        String text = message.getMessage() == null ? "" : message.getMessage();
        int invariant = id.indexOf('#');
        if (invariant >= 0) {
            return "Invariant " + id.substring(invariant + 1) + " of " + id.substring(0, invariant) + " does not hold.";
        }
        if (PLAIN_WORDS.containsKey(id)) {
            return PLAIN_WORDS.get(id) + namedIn(text);
        }
        Template template = templates.computeIfAbsent(id, this::templateOf);
        Matcher matcher = template.pattern().matcher(text);
        return matcher.matches() ? keepHarmless(template, matcher) : "The resource is not valid." + namedIn(text);
    }

    private String keepHarmless(Template template, Matcher arguments) {
        boolean counts =
                template.text().contains("required =") || template.text().contains("allowed =");
        StringBuilder out = new StringBuilder();
        Matcher placeholder = ARGUMENT.matcher(template.text());
        for (int group = 1; placeholder.find(); group++) {
            String value = arguments.group(group);
            boolean harmless =
                    isHarmless(value) || (counts && COUNT.matcher(value).matches());
            placeholder.appendReplacement(out, Matcher.quoteReplacement(harmless ? value : LEFT_OUT));
        }
        String kept = placeholder.appendTail(out).toString();
        return kept.contains(LEFT_OUT) ? kept + namedIn(arguments.group()) : kept;
    }

    private boolean isHarmless(String value) {
        Matcher path = ELEMENT_PATH.matcher(value);
        return CANONICAL.matcher(value).matches() || (path.matches() && fhirTypes.contains(path.group(1)));
    }

    private Template templateOf(String id) {
        String text = textOf(id);
        StringBuilder pattern = new StringBuilder();
        Matcher placeholder = ARGUMENT.matcher(text);
        int end = 0;
        while (placeholder.find()) {
            pattern.append(Pattern.quote(text.substring(end, placeholder.start())))
                    .append("(.*?)");
            end = placeholder.end();
        }
        pattern.append(Pattern.quote(text.substring(end)));
        return new Template(text, Pattern.compile(pattern.toString(), Pattern.DOTALL));
    }

    /** The template with its quotes undone; of a plural the form for one, whose words the others share. */
    private String textOf(String id) {
        for (String key : new String[] {id, id + "_one", id + "_other"}) {
            if (getMessages().containsKey(key)) {
                return getMessages().getString(key).trim().replace("''", "'");
            }
        }
        return id;
    }

    private static String namedIn(String text) {
        Set<String> named = new LinkedHashSet<>();
        Matcher matcher = CANONICAL.matcher(text);
        while (matcher.find()) {
            named.add(matcher.group());
        }
        return named.isEmpty() ? "" : " [" + String.join(", ", named) + "]";
    }
}
