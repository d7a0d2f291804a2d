package org.chartlift.cli.sample;

import java.util.ArrayList;
import java.util.List;

/** ORC, RXA, RXR and OBX of one vaccination. */
final class ShotSegments {
    private final Er7 er7;
    private final Event.Shot shot;

    ShotSegments(Er7 er7, Event.Shot shot) {
        this.er7 = er7;
        this.shot = shot;
    }

    List<Segment> all() {
        List<Segment> all = new ArrayList<>(List.of(orc(), rxa()));
        if (!shot.maker().isEmpty()) {
            all.add(new Segment("RXR", er7)
                    .coded(1, new Code("C28161", "Intramuscular", "NCIT"))
                    .coded(2, new Code("LD", "Left Deltoid", "HL70163")));
            all.add(eligibility());
        }
        return all;
    }

    private Segment orc() {
        return new Segment("ORC", er7).set(1, "RE").set(3, er7.components(shot.filler(), "IMMSYS"));
    }

    private Segment rxa() {
        boolean fresh = !shot.maker().isEmpty();
        Segment rxa = new Segment("RXA", er7)
                .set(1, "0")
                .set(2, "1")
                .set(3, Hl7Time.day(shot.date()))
                .set(4, Hl7Time.day(shot.date()))
                .coded(5, shot.vaccine())
                .set(6, fresh ? "0.5" : "999");
        rxa.coded(7, fresh ? new Code("mL", "mL", "UCUM") : Code.NONE).coded(9, shot.source());
        return rxa.set(15, shot.lot())
                .set(16, Hl7Time.day(shot.expiry()))
                .coded(17, shot.maker())
                .coded(18, shot.refusal())
                .set(20, shot.completion())
                .set(21, "A");
    }

    private Segment eligibility() {
        return new Segment("OBX", er7)
                .set(1, "1")
                .set(2, "CE")
                .coded(3, new Code("64994-7", "Vaccine funding program eligibility category", "LN"))
                .set(4, "1")
                .coded(5, new Code("V01", "Not VFC eligible", "HL70064"))
                .set(11, "F")
                .set(14, Hl7Time.day(shot.date()));
    }
}
