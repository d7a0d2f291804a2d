package org.chartlift.rollback.delta;

import java.util.List;

/** A Patient as ADT^A08 (v2.5.1 section 3.3.8). */
final class DemographicsMessage implements MessageMap {
    private final PatientSegments patients;

    DemographicsMessage(PatientSegments patients) {
        this.patients = patients;
    }

    @Override
    public String event() {
        return "ADT^A08^ADT_A01";
    }

    /** A record that is out of use or replaced by another must not come back as a living one; without an identifier the receiver cannot tell whose it is. */
    @Override
    public List<String> critical() {
        return List.of("Patient.active", "Patient.link");
    }

    @Override
    public List<Segment> segments(Part patient, LaterChange change) throws InexpressibleException {
        if (patient.look("active").equals("true")) {
            patient.take("active");
        }
        if (patient.each("identifier").stream().noneMatch(i -> i.has("value"))) {
            throw new InexpressibleException("no-identifier", "Patient.identifier");
        }
        return List.of(patients.pid(patient), PatientSegments.noVisit());
    }
}
