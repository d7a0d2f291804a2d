package org.chartlift.rollback.delta;

import static org.chartlift.rollback.delta.Segment.components;
import static org.chartlift.rollback.delta.Segment.escaped;

import java.util.List;
import java.util.Map;

/**
 * Telephone numbers and addresses of e-mail as repetitions of XTN (v2.5.1 section 2.A.89, tables 0201 and 0202). What the maps read out of XTN goes back to where it stood, be it an extension.
 */
final class ContactPoints {
    private static final String EXTENSION = "https://chartlift.org/fhir/StructureDefinition/telecom-";
    private static final Map<String, String> EQUIPMENT =
            Map.of("phone", "PH", "fax", "FX", "pager", "BP", "email", "Internet");
    private static final String WORK = "WPN";

    private ContactPoints() {}

    /**
     * PID-13 (at home), or PID-14 (at work). Whoever receives a list puts it in the place of what was there: where one of it cannot be said, none is, so that nothing of the receiver's goes. A number
     * that is out of use may go.
     */
    static List<String> of(Part patient, boolean work) {
        List<Part> all = patient.each("telecom").stream()
                .filter(t -> isAtWork(t) == work && !t.look("use").equals("old"))
                .toList();
        return all.stream().allMatch(ContactPoints::isSayable)
                ? all.stream().map(ContactPoints::xtn).toList()
                : List.of();
    }

    private static boolean isAtWork(Part telecom) {
        String use = telecom.look("use");
        return use.equals("work")
                || !use.equals("home") && coding(telecom, "use").look("code").equals(WORK);
    }

    private static boolean isSayable(Part telecom) {
        String system = telecom.look("system");
        boolean use =
                switch (telecom.look("use")) {
                    case "home", "work" -> true;
                    case "mobile" -> system.equals("phone");
                    // PID-13 says home and PID-14 work of what has no code of its own
                    case "" ->
                        system.equals("email")
                                || !coding(telecom, "use").look("code").isEmpty();
                    default -> false;
                };
        return use && telecom.has("value") && EQUIPMENT.containsKey(system);
    }

    private static String xtn(Part telecom) {
        String use = use(telecom);
        String equipment = equipment(telecom);
        telecom.take("use");
        boolean mail = telecom.take("system").equals("email");
        String value = escaped(telecom.take("value"));
        return mail ? components("", use, equipment, value) : components(value, use, equipment);
    }

    /** Table 0201. A mobile number has none: table 0202 says what it is, and the field whether it is at home. */
    private static String use(Part telecom) {
        return switch (telecom.look("use")) {
            case "home" -> "PRN";
            case "work" -> WORK;
            case "mobile" -> {
                if (List.of("PRN", WORK).contains(coding(telecom, "use").look("code"))) {
                    take(telecom, "use");
                }
                yield "";
            }
            default -> {
                String code = take(telecom, "use");
                yield code.isEmpty() ? "NET" : code;
            }
        };
    }

    private static String equipment(Part telecom) {
        if (telecom.look("use").equals("mobile")) {
            return "CP";
        }
        String code = take(telecom, "equipment");
        return code.isEmpty() ? EQUIPMENT.getOrDefault(telecom.look("system"), "") : code;
    }

    private static String take(Part telecom, String name) {
        Part coding = coding(telecom, name);
        if (coding.exists()) {
            telecom.each("extension").stream()
                    .filter(e -> e.look("url").equals(EXTENSION + name))
                    .forEach(e -> e.take("url"));
            coding.take("system");
        }
        return escaped(coding.take("code"));
    }

    private static Part coding(Part telecom, String name) {
        return telecom.each("extension").stream()
                .filter(e -> e.look("url").equals(EXTENSION + name))
                .map(e -> e.at("valueCoding"))
                .findFirst()
                .orElse(telecom.at("extension").at("none"));
    }
}
