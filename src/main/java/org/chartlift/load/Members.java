package org.chartlift.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.chartlift.mapping.function.ExtensionUrls;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;

/**
 * Lists whose members come from several source fields, or from several messages, and which therefore grow: a later record replaces the members
 * of the kinds that it speaks of and leaves the others. What makes two members the same kind is their key: identifiers by system and value,
 * extensions by URL (carried source fields, which share one URL, by the field), telecoms by system and use, links of a patient by the other
 * patient, participants of an encounter by their part, its locations by their role, results and specimens of a report by what they refer to.
 */
final class Members {
    private static final String LOCATION_ROLE =
            "https://chartlift.org/fhir/StructureDefinition/encounter-location-role";
    private static final Pattern COMPONENT = Pattern.compile("(\\[\\d+])?(\\.\\d+)*$");

    /** Of DiagnosticReport: laboratories send a report's results as they come. */
    private static final Set<String> ARRIVING_IN_PIECES = Set.of("result", "specimen");

    private Members() {}

    /** Whether the list of this name, with members of this type, grows. */
    static boolean grow(String element, Base member) {
        return (member instanceof Reference && ARRIVING_IN_PIECES.contains(element))
                || member instanceof Identifier
                || member instanceof Extension
                || member instanceof ContactPoint
                || member instanceof Patient.PatientLinkComponent
                || member instanceof Encounter.EncounterParticipantComponent
                || member instanceof Encounter.EncounterLocationComponent;
    }

    /** What makes two members of a growing list the same kind. */
    static String key(Base member) {
        if (member instanceof Identifier identifier) {
            return identifier.getSystem() + '|' + identifier.getValue();
        } else if (member instanceof Reference reference) {
            return String.valueOf(reference.getReference());
        } else if (member instanceof ContactPoint telecom) {
            return telecom.getSystem() + "|" + telecom.getUse();
        } else if (member instanceof Patient.PatientLinkComponent link) {
            return link.getOther().getReference();
        } else if (member instanceof Encounter.EncounterParticipantComponent participant) {
            return participant.getType().stream().map(Members::codes).collect(Collectors.joining(" "));
        } else if (member instanceof Encounter.EncounterLocationComponent location) {
            return location.getStatus() + "|" + location.getExtensionString(LOCATION_ROLE);
        }
        return key((Extension) member);
    }

    private static String key(Extension extension) {
        if (!ExtensionUrls.SOURCE_FIELD.equals(extension.getUrl())) {
            return extension.getUrl();
        }
        String path = String.valueOf(extension.getExtensionString("path"));
        return extension.getUrl() + '|' + COMPONENT.matcher(path).replaceFirst("");
    }

    private static String codes(CodeableConcept type) {
        return type.getCoding().stream()
                .map(c -> c.getSystem() + '|' + c.getCode())
                .collect(Collectors.joining(","));
    }

    /** Earlier ones in their order, those of one key replaced by the later ones of that key, then the new ones. */
    static List<Base> union(List<Base> before, List<Base> now) {
        Map<String, List<Base>> byKey = byKey(before);
        byKey.putAll(byKey(now));
        return byKey.values().stream().flatMap(List::stream).toList();
    }

    /** Members by their key, in the order in which keys first occur. */
    static Map<String, List<Base>> byKey(List<Base> members) {
        Map<String, List<Base>> byKey = new LinkedHashMap<>();
        members.forEach(
                m -> byKey.computeIfAbsent(key(m), k -> new ArrayList<>()).add(m));
        return byKey;
    }
}
