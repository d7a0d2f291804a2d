package org.chartlift.rollback.delta;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chartlift.record.ContentHash;

/**
 * Changes as HL7 v2.5.1 messages. The same change gives the same message, control id included. Immutable; safe for use by as many threads as its look-up
 * is.
 */
final class MessageWriter {
    /** MSH-3, and the assigning authority of numbers that are our logical ids. */
    static final String APPLICATION = "CHARTLIFT";

    private static final int CONTROL_ID = 20;

    private final Map<String, MessageMap> maps = new HashMap<>();

    MessageWriter(LegacyNames names, ResourceLookup resources) {
        V2Types types = new V2Types(names);
        PatientSegments patients = new PatientSegments(types, resources);
        ResultMessage results = new ResultMessage(types, patients, resources);
        maps.put("Patient", new DemographicsMessage(patients));
        maps.put("AllergyIntolerance", new AllergyMessage(types, patients));
        maps.put("Observation", results);
        maps.put("DiagnosticReport", results);
        maps.put("MedicationRequest", new MedicationMessage(types, patients, resources));
        maps.put("DocumentReference", new DocumentMessage(types, patients, resources));
    }

    /**
     * A change in HL7 v2.
     *
     * @param message segments ended by carriage returns; empty if there is none
     * @param unexpressed what the message does not say
     */
    record Written(String message, List<Unexpressed> unexpressed) {}

    Written write(LaterChange change) {
        String versioned = change.reference() + "/_history/" + change.version();
        MessageMap map = maps.get(change.type());
        if (map == null) {
            return none(versioned, change.type(), "no-message-for-the-type");
        }
        if (change.kind() == LaterChange.Kind.DELETED) {
            return none(versioned, change.type(), "no-message-for-a-deletion");
        }
        Part resource = Part.of(change.content());
        structure(resource);
        try {
            List<Segment> segments = map.segments(resource, change);
            List<String> rest = resource.rest();
            for (String path : rest) {
                if (isCritical(map, path)) {
                    throw new InexpressibleException("no-message-without-it", path);
                }
            }
            return new Written(
                    message(change, versioned, map, segments),
                    rest.stream()
                            .map(path -> new Unexpressed(versioned, path, "no-field"))
                            .toList());
        } catch (InexpressibleException e) {
            return none(versioned, e.path(), String.valueOf(e.getMessage()));
        }
    }

    private static Written none(String reference, String path, String reason) {
        return new Written("", List.of(new Unexpressed(reference, path, reason)));
    }

    /** What every resource has, and no message is about. */
    private static void structure(Part resource) {
        resource.take("resourceType");
        resource.take("id");
        for (String name : List.of("versionId", "lastUpdated", "source")) {
            resource.at("meta").take(name);
        }
    }

    private static boolean isCritical(MessageMap map, String path) {
        return path.contains("modifierExtension")
                || path.contains(".implicitRules")
                || map.critical().stream().anyMatch(path::startsWith);
    }

    private static String message(LaterChange change, String versioned, MessageMap map, List<Segment> segments) {
        String time = V2Types.ts(change.at().truncatedTo(ChronoUnit.MILLIS).toString());
        String event = map.event();
        List<String> lines = new ArrayList<>();
        lines.add("MSH|^~\\&|" + APPLICATION + "||||" + time + "||" + event + '|' + controlId(versioned)
                + "|P|2.5.1||||||UNICODE UTF-8");
        if (event.startsWith("ADT") || event.startsWith("MDM")) {
            lines.add("EVN||" + time);
        }
        segments.forEach(segment -> lines.add(segment.text()));
        return String.join("\r", lines) + '\r';
    }

    private static String controlId(String versioned) {
        return ContentHash.of(versioned.getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, CONTROL_ID)
                .toUpperCase(java.util.Locale.ROOT);
    }
}
