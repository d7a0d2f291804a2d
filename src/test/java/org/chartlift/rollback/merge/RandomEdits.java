package org.chartlift.rollback.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random changes of a Patient, out of few values so that two of them meet often. */
final class RandomEdits {
    private static final String[] LISTS = {
        "identifier", "name", "telecom", "address", "extension", "communication", "link"
    };
    private final Random random;

    RandomEdits(long seed) {
        random = new Random(seed);
    }

    ObjectNode patient() {
        ObjectNode patient = JsonTrees.read("{\"resourceType\":\"Patient\",\"id\":\"p\"}");
        return edited(patient, 12);
    }

    /** A changed copy. */
    ObjectNode edited(ObjectNode patient, int edits) {
        ObjectNode copy = patient.deepCopy();
        for (int i = 0; i < edits; i++) {
            edit(copy);
        }
        return copy;
    }

    private void edit(ObjectNode patient) {
        switch (random.nextInt(8)) {
            case 0 -> patient.put("gender", pick("male", "female", "other"));
            case 1 -> patient.remove(pick("gender", "birthDate", "deceasedBoolean", "_birthDate", "maritalStatus"));
            case 2 -> deceased(patient);
            case 3 -> {
                patient.put("birthDate", pick("1970-01-01", "1971-02-02"));
                patient.set("_birthDate", tree("{'extension':[{'url':'urn:time','valueString':'%s'}]}", number()));
            }
            case 4 ->
                patient.set(
                        "maritalStatus",
                        tree("{'coding':[{'system':'s','code':'%s'},{'system':'t','code':'%s'}]}", number(), number()));
            case 5 -> patient.put("active", random.nextBoolean());
            default -> list(patient, LISTS[random.nextInt(LISTS.length)]);
        }
    }

    private void deceased(ObjectNode patient) {
        patient.remove(List.of("deceasedBoolean", "deceasedDateTime"));
        if (random.nextBoolean()) {
            patient.put("deceasedBoolean", random.nextBoolean());
        } else {
            patient.put("deceasedDateTime", "202" + number());
        }
    }

    private void list(ObjectNode patient, String name) {
        ArrayNode list = patient.withArrayProperty(name);
        switch (random.nextInt(5)) {
            case 0, 1 -> list.add(member(name));
            case 2 -> {
                if (!list.isEmpty()) {
                    list.remove(random.nextInt(list.size()));
                }
            }
            case 3 -> {
                if (!list.isEmpty() && list.get(random.nextInt(list.size())) instanceof ObjectNode member) {
                    change(member);
                }
            }
            default -> shuffle(list);
        }
        if (list.isEmpty()) {
            patient.remove(name);
        }
    }

    private void change(ObjectNode member) {
        if (member.has("given")) {
            member.withArrayProperty("given").add(pick("Ann", "Bea", "Cid"));
        } else if (member.has("url")) {
            member.put("valueString", "v" + number());
        } else {
            member.set("period", tree("{'start':'200%s'}", number()));
        }
    }

    private void shuffle(ArrayNode list) {
        List<JsonNode> members = new ArrayList<>();
        list.forEach(members::add);
        Collections.shuffle(members, random);
        list.removeAll();
        list.addAll(members);
    }

    private ObjectNode member(String list) {
        return switch (list) {
            case "identifier" -> tree("{'system':'urn:mrn','value':'%s'}", number());
            case "name" ->
                tree("{'use':'%s','family':'%s','given':['Ann']}", pick("official", "usual"), pick("Ax", "Bo"));
            case "telecom" -> tree("{'system':'phone','value':'%s'}", number());
            case "address" -> tree("{'use':'home','city':'%s','postalCode':'1%s'}", pick("X", "Y"), number());
            case "extension" -> tree("{'url':'urn:x%s','valueString':'%s'}", number(), number());
            case "link" -> tree("{'other':{'reference':'Patient/%s'},'type':'seealso'}", number());
            default -> tree("{'language':{'text':'%s'},'preferred':true}", pick("de", "en", "fr"));
        };
    }

    private String number() {
        return String.valueOf(random.nextInt(4));
    }

    private String pick(String... values) {
        return values[random.nextInt(values.length)];
    }

    static ObjectNode tree(String json, Object... values) {
        return JsonTrees.read(json.formatted(values).replace('\'', '"'));
    }
}
