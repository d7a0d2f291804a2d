package org.chartlift.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.sl.cache.Cache;
import ca.uhn.fhir.sl.cache.CacheFactory;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;
import org.jspecify.annotations.Nullable;

/**
 * Validates resources against FHIR R4 and the profiles that they claim in {@code meta.profile}, with HAPI's instance
 * validator, offline. Safe for use by several threads; one call validates on the calling thread.
 *
 * <p>The validator's own start costs far more than one resource, so resources are wrapped in Bundles of up to
 * {@value #RESOURCES_PER_CALL} and the messages are split again: callers should hand over many at once.
 */
public final class ProfileValidator {
    /** The rule that every finding of this class names. */
    public static final String RULE = "fhir-profile";

    /** Above 1,000 the validator's time grows with the square of the size; below 100 its start shows. */
    static final int RESOURCES_PER_CALL = 250;

    private static final int SHAPES = 20_000;

    /** Messages of the validator's text file about codes that only the source could give or right. */
    private static final Set<String> SOURCES_OWN_CODES = Set.of(
            "Terminology_TX_Code_ValueSet",
            "Terminology_TX_Code_ValueSet_MISSING",
            "Terminology_PassThrough_TX_Message");

    private static final String BASE = "https://bundle.invalid/fhir/";
    private static final Pattern ENTRY =
            Pattern.compile("^Bundle\\.entry\\[(\\d+)]\\.resource(?:\\.ofType\\(\\w+\\)|/\\*.*?\\*/)?(\\..*)?$");

    private final FhirValidator validator;
    private final ProfileMessages messages = new ProfileMessages();
    /** What was found for a shape; forgotten after a while, because profiles that are stored on the server may change. */
    private final Cache<String, List<Finding>> known =
            CacheFactory.build(Duration.ofMinutes(10).toMillis(), SHAPES);

    private ProfileValidator(FhirValidator validator) {
        this.validator = validator;
    }

    /**
     * Loads FHIR R4 and the packages; takes some seconds, most of them on the first validation.
     *
     * @param others further sources of profiles, such as those stored on a server, asked last
     * @throws java.io.UncheckedIOException if a package cannot be read
     */
    public static ProfileValidator create(ProfileSettings settings, IValidationSupport... others) {
        FhirContext context = FhirContext.forR4Cached();
        FhirInstanceValidator instance = new FhirInstanceValidator(chain(context, settings, others));
        instance.setAnyExtensionsAllowed(true);
        instance.setErrorForUnknownProfiles(settings.unknownProfileIsError());
        instance.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
        FhirValidator validator = context.newValidator();
        validator.registerValidatorModule(instance);
        return new ProfileValidator(validator);
    }

    /** HAPI's new way to soften unknown code systems needs a server's interceptors; this one works without. */
    @SuppressWarnings("deprecation")
    private static ValidationSupportChain chain(
            FhirContext context, ProfileSettings settings, IValidationSupport... others) {
        var unknownSystems =
                new org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport(context);
        unknownSystems.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.WARNING);
        List<IValidationSupport> chain = new ArrayList<>(List.of(
                new DefaultProfileValidationSupport(context),
                FhirPackages.load(context, settings.packages()),
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context),
                new SnapshotGeneratingValidationSupport(context)));
        chain.addAll(List.of(others));
        chain.add(unknownSystems);
        return new ValidationSupportChain(chain);
    }

    /** Validates a small resource, so that the definitions are loaded before the first real one comes. */
    public void warmUp() {
        validate(List.of(new Patient().setActive(true)));
    }

    /**
     * Validates. An error is class A: FHIR, or a profile that the resource itself claims, calls it invalid. A code that the source
     * did not give (the element says so, or holds text alone) or that its own code system does not know is class B: refusing the record
     * would lose more than keeping what the source says. A warning, and a code whose system is not loaded, is class C.
     *
     * <p>Resources of one {@linkplain ResourceShape shape} are validated once.
     *
     * @return for each resource, in the order given, what was found; an empty list where nothing was
     */
    public List<List<Finding>> validate(List<? extends Resource> resources) {
        List<@Nullable String> shapes =
                resources.stream().map(ResourceShape::of).toList();
        Map<String, List<Finding>> found = new HashMap<>();
        List<Resource> unknown = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            String key = key(shapes.get(i), i);
            List<Finding> before = shapes.get(i) == null ? null : known.getIfPresent(key);
            if (before == null && found.putIfAbsent(key, List.of()) == null) {
                unknown.add(resources.get(i));
                keys.add(key);
            } else if (before != null) {
                found.put(key, before);
            }
        }
        validateUnknown(unknown, keys, found);
        List<List<Finding>> findings = new ArrayList<>(resources.size());
        for (int i = 0; i < shapes.size(); i++) {
            findings.add(found.get(key(shapes.get(i), i)));
        }
        return findings;
    }

    private static String key(@Nullable String shape, int place) {
        return shape == null ? "#" + place : shape;
    }

    private void validateUnknown(List<Resource> unknown, List<String> keys, Map<String, List<Finding>> found) {
        for (int from = 0; from < unknown.size(); from += RESOURCES_PER_CALL) {
            int to = Math.min(unknown.size(), from + RESOURCES_PER_CALL);
            List<List<Finding>> some = validateTogether(unknown.subList(from, to));
            for (int i = from; i < to; i++) {
                List<Finding> findings = List.copyOf(some.get(i - from));
                found.put(keys.get(i), findings);
                if (keys.get(i).charAt(0) != '#') {
                    known.put(keys.get(i), findings);
                }
            }
        }
    }

    private List<List<Finding>> validateTogether(List<? extends Resource> resources) {
        List<List<Finding>> findings = new ArrayList<>(resources.size());
        resources.forEach(r -> findings.add(new ArrayList<>()));
        for (SingleValidationMessage message :
                validator.validateWithResult(wrap(resources)).getMessages()) {
            Matcher entry = ENTRY.matcher(message.getLocationString() == null ? "" : message.getLocationString());
            if (entry.matches() && message.getSeverity() != ResultSeverityEnum.INFORMATION) {
                int index = Integer.parseInt(entry.group(1));
                String rest = entry.group(2) == null ? "" : entry.group(2);
                findings.get(index).add(finding(message, resources.get(index).fhirType() + rest));
            }
        }
        return findings;
    }

    private Finding finding(SingleValidationMessage message, String path) {
        return new Finding(severity(message), RULE, "", path, messages.withoutValues(message));
    }

    private static Severity severity(SingleValidationMessage message) {
        if (message.getSeverity() != ResultSeverityEnum.ERROR && message.getSeverity() != ResultSeverityEnum.FATAL) {
            return Severity.C;
        }
        return SOURCES_OWN_CODES.contains(String.valueOf(message.getMessageId())) ? Severity.B : Severity.A;
    }

    private static Bundle wrap(List<? extends Resource> resources) {
        Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
        for (int i = 0; i < resources.size(); i++) {
            Resource resource = resources.get(i);
            String id = resource.getIdElement().getIdPart();
            String url =
                    id == null ? BASE + resource.fhirType() + "/entry-" + i : BASE + resource.fhirType() + "/" + id;
            bundle.addEntry().setFullUrl(url).setResource(resource);
        }
        return bundle;
    }
}
