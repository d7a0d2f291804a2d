package org.chartlift.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Draws a clinician's edits of what a migration wrote, by seed. The same resources and the same seed give the same edits. */
final class EditGenerator {
    /** What clinicians do after go-live. */
    enum Kind {
        MIGRATED_FIELD,
        CHANGED_BACK,
        OTHER_FIELD,
        LIST_ITEM_ADDED,
        LIST_ITEM_CHANGED,
        LIST_ITEM_REMOVED,
        REFERRING_RESOURCE,
        MIGRATED_DELETED,
        EARLIER_RESOURCE,
        OWN_RESOURCE,
        PATIENTS_MERGED
    }

    private static final Map<String, Map<String, List<String>>> FIELDS = Map.of(
            "Patient",
            Map.of("gender", List.of("male", "other", "unknown"), "birthDate", List.of("1970-02-01", "1971-07")),
            "Observation",
            Map.of("status", List.of("corrected", "amended", "entered-in-error")),
            "DiagnosticReport",
            Map.of("status", List.of("corrected", "amended")),
            "Encounter",
            Map.of("status", List.of("finished", "onleave")),
            "AllergyIntolerance",
            Map.of("criticality", List.of("high", "low"), "type", List.of("intolerance")),
            "Condition",
            Map.of("recordedDate", List.of("2024-04-01", "2024-05")),
            "ServiceRequest",
            Map.of("status", List.of("revoked", "completed")));

    private final Random random;
    private final Clinician clinician;
    private final List<String> own = new ArrayList<>();

    EditGenerator(long seed, Clinician clinician) {
        this.random = new Random(seed);
        this.clinician = clinician;
    }

    /** One edit among resources that were migrated and resources that had been there before; answers whether the server took it. */
    boolean edit(Collection<String> migrated, Collection<String> earlier, Snapshot state) {
        Kind kind = pick(List.of(Kind.values()));
        return edit(kind, ordered(migrated, state), ordered(earlier, state));
    }

    private boolean edit(Kind kind, List<String> migrated, List<String> earlier) {
        if (migrated.isEmpty()) {
            return false;
        }
        return switch (kind) {
            case MIGRATED_FIELD -> field(kind, pick(migrated));
            case CHANGED_BACK -> changeBack(kind, pick(migrated));
            case OTHER_FIELD -> otherField(kind, pick(migrated));
            case LIST_ITEM_ADDED -> addItem(kind, patientOr(migrated));
            case LIST_ITEM_CHANGED -> changeItem(kind, patientOr(migrated));
            case LIST_ITEM_REMOVED -> removeItem(kind, patientOr(migrated));
            case REFERRING_RESOURCE -> refer(kind, migrated);
            case MIGRATED_DELETED -> clinician.delete(kind.name(), pick(migrated));
            case EARLIER_RESOURCE -> earlier(kind, earlier, migrated);
            case OWN_RESOURCE -> !own.isEmpty() && otherField(kind, pick(own));
            case PATIENTS_MERGED -> merge(kind, migrated);
        };
    }

    /** By what they say, because ids depend on the server's key. */
    private static List<String> ordered(Collection<String> references, Snapshot state) {
        return references.stream()
                .sorted(Comparator.comparing(r -> r.substring(0, r.indexOf('/'))
                        + state.facts()
                                .getOrDefault(r, "")
                                .replaceAll("[A-Za-z]+/[a-z0-9]{20,}|\"id\":\"[^\"]*\"", "")))
                .toList();
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String patientOr(List<String> migrated) {
        List<String> patients =
                migrated.stream().filter(r -> r.startsWith("Patient/")).toList();
        return patients.isEmpty() || random.nextInt(4) == 0 ? pick(migrated) : pick(patients);
    }

    private boolean field(Kind kind, String reference) {
        String type = reference.substring(0, reference.indexOf('/'));
        int choice = random.nextInt(100);
        return clinician.update(kind.name(), reference, r -> {
            if (r.get("valueQuantity") instanceof ObjectNode quantity && choice < 60) {
                quantity.put("value", new java.math.BigDecimal("9" + choice + ".50"));
                return List.of(new Claim.Value(reference, "valueQuantity.value", quantity.get("value")));
            }
            Map<String, List<String>> fields = FIELDS.getOrDefault(type, Map.of("language", List.of("de", "fr-CA")));
            String name = fields.keySet().stream().sorted().toList().get(choice % fields.size());
            List<String> values = fields.get(name);
            r.put(name, values.get(choice % values.size()));
            r.remove("_" + name);
            return List.of(new Claim.Value(reference, name, r.get(name)));
        });
    }

    /** What somebody corrects and finds to have been right is what they say now. */
    private boolean changeBack(Kind kind, String reference) {
        Optional<ObjectNode> was = clinician.read(reference);
        return was.isPresent()
                && field(kind, reference)
                && clinician.update(kind.name(), reference, r -> {
                    List<Claim> claims = new ArrayList<>();
                    was.get().properties().forEach(element -> {
                        String name = element.getKey();
                        if (!name.equals("meta") && !element.getValue().equals(r.get(name))) {
                            r.set(name, element.getValue());
                            claims.add(new Claim.Value(reference, name, element.getValue()));
                        }
                    });
                    return claims;
                });
    }

    private boolean otherField(Kind kind, String reference) {
        String type = reference.substring(0, reference.indexOf('/'));
        int n = random.nextInt(1000);
        return clinician.update(kind.name(), reference, r -> {
            String name = "multipleBirthInteger";
            if (type.equals("Patient") && !r.has("multipleBirthBoolean")) {
                r.put(name, 1 + n % 5);
            } else if (List.of("Observation", "Condition", "AllergyIntolerance").contains(type)) {
                name = "note";
                r.withArray(name).addObject().put("text", "Written at the bedside, " + n);
                return List.of(new Claim.Item(reference, name, last(r.withArray(name))));
            } else {
                name = "language";
                r.put(name, n % 2 == 0 ? "es" : "nl");
            }
            return List.of(new Claim.Value(reference, name, r.get(name)));
        });
    }

    private static JsonNode last(ArrayNode list) {
        return list.get(list.size() - 1).deepCopy();
    }

    private boolean addItem(Kind kind, String reference) {
        int n = random.nextInt(1000);
        return clinician.update(kind.name(), reference, r -> {
            if (reference.startsWith("Patient/") && n % 2 == 0) {
                r.withArray("telecom")
                        .addObject()
                        .put("system", "phone")
                        .put("value", "555-0" + n)
                        .put("use", "mobile");
                return List.of(new Claim.Item(reference, "telecom", last(r.withArray("telecom"))));
            }
            String list = reference.startsWith("Patient/") || r.has("identifier") ? "identifier" : "extension";
            ObjectNode item = r.withArray(list).addObject();
            if (list.equals("identifier")) {
                item.put("system", "urn:test:ward").put("value", "W" + n);
            } else {
                item.put("url", "http://ward.example.org/mark").put("valueString", "mark " + n);
            }
            return List.of(new Claim.Item(reference, list, last(r.withArray(list))));
        });
    }

    private boolean changeItem(Kind kind, String reference) {
        int n = random.nextInt(1000);
        return clinician.update(kind.name(), reference, r -> {
            for (String list : List.of("address", "name", "telecom", "identifier", "note")) {
                JsonNode items = r.path(list);
                if (items.size() > 0 && items.get(n % items.size()) instanceof ObjectNode item) {
                    ObjectNode old = item.deepCopy();
                    switch (list) {
                        case "address" -> item.put("city", "Newtown" + n);
                        case "name" -> item.withArray("given").add("Given" + n);
                        case "telecom" -> item.put("rank", 1 + n % 3);
                        case "identifier" -> item.putObject("assigner").put("display", "Desk " + n);
                        default -> item.put("text", item.path("text").asText() + " seen " + n);
                    }
                    return List.of(
                            new Claim.Item(reference, list, item.deepCopy()), new Claim.NoItem(reference, list, old));
                }
            }
            return List.of();
        });
    }

    private boolean removeItem(Kind kind, String reference) {
        int n = random.nextInt(1000);
        return clinician.update(kind.name(), reference, r -> {
            for (String list : List.of("telecom", "address", "note", "identifier")) {
                if (r.get(list) instanceof ArrayNode items && items.size() > (list.equals("identifier") ? 1 : 0)) {
                    JsonNode removed = items.remove(n % items.size());
                    if (items.isEmpty()) {
                        r.remove(list);
                    }
                    return List.of(new Claim.NoItem(reference, list, removed));
                }
            }
            return List.of();
        });
    }

    private boolean refer(Kind kind, List<String> migrated) {
        List<String> patients =
                migrated.stream().filter(r -> r.startsWith("Patient/")).toList();
        if (patients.isEmpty()) {
            return false;
        }
        ObjectNode resource = ClinicalNotes.draw(random, pick(patients), migrated);
        Optional<String> made = clinician.create(kind.name(), resource);
        made.ifPresent(own::add);
        return made.isPresent();
    }

    private boolean earlier(Kind kind, List<String> earlier, List<String> migrated) {
        if (earlier.isEmpty()) {
            return false;
        }
        String reference = pick(earlier);
        List<String> patients =
                migrated.stream().filter(r -> r.startsWith("Patient/")).toList();
        if (reference.startsWith("Observation/") && !patients.isEmpty() && random.nextBoolean()) {
            String patient = pick(patients);
            return clinician.update(kind.name(), reference, r -> {
                r.putObject("subject").put("reference", patient);
                return List.of(new Claim.Value(reference, "subject.reference", r.at("/subject/reference")));
            });
        }
        return random.nextBoolean() ? otherField(kind, reference) : addItem(kind, reference);
    }

    private boolean merge(Kind kind, List<String> migrated) {
        List<String> patients =
                migrated.stream().filter(r -> r.startsWith("Patient/")).toList();
        if (patients.size() < 2) {
            return false;
        }
        int first = random.nextInt(patients.size());
        String merged = patients.get(first);
        String survivor = patients.get((first + 1) % patients.size());
        return link(kind, merged, survivor, "replaced-by", false) && link(kind, survivor, merged, "replaces", true);
    }

    private boolean link(Kind kind, String reference, String other, String type, boolean active) {
        return clinician.update(kind.name(), reference, r -> {
            r.put("active", active);
            ObjectNode link = r.withArray("link").addObject();
            link.putObject("other").put("reference", other);
            link.put("type", type);
            return List.of(
                    new Claim.Value(reference, "active", r.get("active")),
                    new Claim.Item(reference, "link", last(r.withArray("link"))));
        });
    }
}
