package org.chartlift.cli.sample;

import java.util.ArrayList;
import java.util.List;

/** PV1 and what belongs to the visit. */
final class VisitSegments {
    private final Er7 er7;
    private final Visit visit;

    VisitSegments(Er7 er7, Visit visit) {
        this.er7 = er7;
        this.visit = visit;
    }

    Segment pv1() {
        String number = er7.rawComponents(
                er7.text(visit.number()),
                "",
                "",
                er7.subcomponents(PatientSegments.AUTHORITY, PatientSegments.AUTHORITY_OID, "ISO"),
                "VN");
        return new Segment("PV1", er7)
                .set(1, "1")
                .set(2, visit.patientClass())
                .set(3, location(visit.location()))
                .set(4, visit.patientClass().equals("E") ? "E" : "R")
                .set(6, location(visit.former()))
                .set(7, doctor(er7, visit.doctor()))
                .set(10, visit.patientClass().equals("I") ? "MED" : "")
                .set(19, number)
                .set(36, visit.disposition())
                .set(44, Hl7Time.seconds(visit.admit()))
                .set(45, Hl7Time.seconds(visit.discharge()));
    }

    private String location(String place) {
        if (place.isEmpty()) {
            return "";
        }
        String[] parts = (place + "--").split("-", -1);
        return er7.components(parts[0], parts[1], parts[2], PatientSegments.AUTHORITY);
    }

    static String doctor(Er7 er7, Visit.Doctor d) {
        return er7.components(
                d.number(),
                d.family(),
                d.given(),
                "",
                "",
                d.prefix(),
                "",
                "",
                PatientSegments.AUTHORITY,
                "L",
                "",
                "",
                "EI");
    }

    /** PV2 with the reason, if a diagnosis names one. */
    List<Segment> pv2() {
        return visit.diagnoses().isEmpty()
                ? List.of()
                : List.of(new Segment("PV2", er7)
                        .coded(3, new Code("", visit.diagnoses().get(0).code().text(), "")));
    }

    List<Segment> diagnoses() {
        List<Segment> all = new ArrayList<>();
        for (Visit.Diagnosis d : visit.diagnoses()) {
            all.add(new Segment("DG1", er7)
                    .set(1, "" + (all.size() + 1))
                    .coded(3, d.code())
                    .set(5, Hl7Time.seconds(d.time()))
                    .set(6, d.type())
                    .set(15, "" + (all.size() + 1)));
        }
        return all;
    }

    List<Segment> procedures() {
        List<Segment> all = new ArrayList<>();
        for (Visit.Procedure p : visit.procedures()) {
            all.add(new Segment("PR1", er7)
                    .set(1, "" + (all.size() + 1))
                    .coded(3, p.code())
                    .set(5, Hl7Time.seconds(p.time()))
                    .set(8, doctor(er7, visit.doctor())));
        }
        return all;
    }
}
