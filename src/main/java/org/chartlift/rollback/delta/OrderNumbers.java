package org.chartlift.rollback.delta;

/** Placer's and filler's numbers by the identifier's type (table 0203). */
final class OrderNumbers {
    private OrderNumbers() {}

    /** The first identifier of this type as EI; empty if there is none. */
    static String of(Part resource, V2Types types, String type) {
        for (Part identifier : resource.each("identifier")) {
            for (Part coding : identifier.at("type").each("coding")) {
                if (coding.look("code").equals(type)) {
                    coding.take("code");
                    coding.take("system");
                    return types.ei(identifier);
                }
            }
        }
        return "";
    }

    static String fillerOrOwn(Part resource, V2Types types, LaterChange change) {
        String filler = of(resource, types, "FILL");
        return filler.isEmpty() ? PatientSegments.ownNumber(change) : filler;
    }
}
