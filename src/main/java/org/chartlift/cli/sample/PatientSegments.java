package org.chartlift.cli.sample;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** PID and what else registration sends about a person. */
final class PatientSegments {
    static final String AUTHORITY = "SAMPLEHOSP";
    static final String AUTHORITY_OID = "2.16.840.1.113883.19.77.1";
    static final String PAYER_AUTHORITY = "NIMBUS";
    private static final Visit.Doctor FAMILY_DOCTOR = new Visit.Doctor("D1098", "Homewell", "Ada", "Dr");
    private static final LocalDate PLAN_START = LocalDate.of(2022, 1, 1);
    private final Er7 er7;
    private final Person person;

    PatientSegments(Er7 er7, Person person) {
        this.er7 = er7;
        this.person = person;
    }

    /** All that is known. */
    Segment pid() {
        Person.Background b = person.background();
        Segment pid = brief();
        pid.text(6, b.mother()).coded(10, b.race()).set(11, address());
        pid.set(13, phones()).set(14, workPhone()).coded(15, b.language());
        pid.text(16, b.marital()).text(17, b.religion()).coded(22, b.ethnicity());
        return pid.set(29, person.death()).set(30, person.death().isEmpty() ? "" : "Y");
    }

    /** As a laboratory system sends it: who, and no more. */
    Segment brief() {
        return new Segment("PID", er7)
                .set(1, "1")
                .set(3, identifiers())
                .set(5, names())
                .set(7, person.birthAsWritten())
                .set(8, person.sex());
    }

    String mrn() {
        String authority = er7.subcomponents(AUTHORITY, AUTHORITY_OID, "ISO");
        return er7.rawComponents(er7.text(person.mrn()), "", "", authority, "MR");
    }

    private String identifiers() {
        String member =
                person.memberId().isEmpty() ? "" : er7.components(person.memberId(), "", "", PAYER_AUTHORITY, "MB");
        return er7.repetitions(List.of(mrn(), member));
    }

    private String names() {
        Person.Name n = person.name();
        List<String> names = new ArrayList<>();
        names.add(er7.components(n.family(), n.given(), n.middle(), "", n.prefix(), "", "L"));
        if (!person.maidenName().isEmpty()) {
            names.add(er7.components(person.maidenName(), n.given(), "", "", "", "", "M"));
        }
        return er7.repetitions(names);
    }

    String address() {
        Person.Address a = person.address();
        return er7.components(a.line(), a.other(), a.town(), a.state(), a.zip(), a.country(), "H");
    }

    private String phones() {
        Person.Contact c = person.contact();
        String email = c.email().isEmpty() ? "" : er7.components("", "NET", "Internet", c.email());
        return er7.repetitions(List.of(er7.components(c.homePhone(), "PRN", "PH"), email));
    }

    private String workPhone() {
        String work = person.contact().workPhone();
        return work.isEmpty() || work.equals(Er7.DELETE) ? work : er7.components(work, "WPN", "PH");
    }

    /** NK1; empty if nobody is known. */
    List<Segment> kin() {
        Person.Contact c = person.contact();
        if (c.kin().family().isEmpty()) {
            return List.of();
        }
        return List.of(new Segment("NK1", er7)
                .set(1, "1")
                .set(2, er7.components(c.kin().family(), c.kin().given()))
                .coded(3, new Code("SPO", "Spouse", "HL70063"))
                .set(4, address())
                .set(5, er7.components(c.kinPhone(), "PRN", "PH"))
                .coded(7, new Code("C", "Emergency Contact", "HL70131")));
    }

    List<Segment> allergies() {
        List<Segment> all = new ArrayList<>();
        for (Person.Allergy a : person.allergies()) {
            all.add(new Segment("AL1", er7)
                    .set(1, "" + (all.size() + 1))
                    .set(2, a.type())
                    .coded(3, a.code())
                    .set(4, a.severity())
                    .set(
                            5,
                            er7.repetitions(
                                    a.reactions().stream().map(er7::text).toList()))
                    .set(6, a.onset()));
        }
        return all;
    }

    /** GT1, IN1, IN2; empty if no insurer is known. */
    List<Segment> insurance() {
        Person.Contact c = person.contact();
        if (c.insurer().isEmpty()) {
            return List.of();
        }
        Person.Name n = person.name();
        String name = er7.components(n.family(), n.given());
        String plan = "PLAN" + Words.INSURERS.indexOf(c.insurer());
        Code self = new Code("SEL", "Self", "HL70063");
        Segment gt1 = new Segment("GT1", er7)
                .set(1, "1")
                .set(3, name)
                .set(5, address())
                .coded(11, self);
        Segment in1 = new Segment("IN1", er7)
                .set(1, "1")
                .coded(2, new Code(plan, "Basic " + plan, "L"))
                .set(3, er7.components("INS" + plan, "", "", "SAMPLEPAYERS"))
                .text(4, c.insurer())
                .set(8, "GRP" + plan)
                .set(12, Hl7Time.day(person.birth().isAfter(PLAN_START) ? person.birth() : PLAN_START))
                .set(16, name)
                .coded(17, self)
                .text(36, "POL" + person.mrn());
        Segment in2 = new Segment("IN2", er7)
                .text(3, Words.EMPLOYERS.get(person.birth().getDayOfMonth() % 5));
        return person.memberId().isEmpty() ? List.of(gt1, in1) : List.of(gt1, in1, in2.set(61, person.memberId()));
    }

    Segment pd1() {
        return new Segment("PD1", er7)
                .set(3, er7.components("SAMPLE CLINIC OF TESTVILLE", "", "C77"))
                .set(4, VisitSegments.doctor(er7, FAMILY_DOCTOR));
    }

    /** The registration system's own segment. */
    Segment zpi() {
        String shuttle = person.birth().getDayOfMonth() % 2 == 0 ? "Shuttle & wheelchair" : "";
        return new Segment("ZPI", er7)
                .set(1, "1")
                .set(2, "VIP-N")
                .text(3, shuttle)
                .set(4, "LOYAL" + person.mrn());
    }
}
