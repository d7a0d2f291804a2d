package org.chartlift.cli.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one event as the segments of one message. The habits of a sender depend on the control id alone. */
final class Message {
    private static final Map<String, String> STRUCTURES = Map.ofEntries(
            Map.entry("ADT^A04", "ADT_A01"),
            Map.entry("ADT^A08", "ADT_A01"),
            Map.entry("ADT^A13", "ADT_A01"),
            Map.entry("ADT^A01", "ADT_A01"),
            Map.entry("ADT^A28", "ADT_A05"),
            Map.entry("ADT^A31", "ADT_A05"),
            Map.entry("ADT^A05", "ADT_A05"),
            Map.entry("ADT^A11", "ADT_A09"),
            Map.entry("ADT^A40", "ADT_A39"));
    private final Event event;
    private final String controlId;
    private final String charset;
    private final int habit;
    private final Er7 er7;
    private final List<Segment> segments = new ArrayList<>();

    private Message(Event event, String controlId, String charset) {
        this.event = event;
        this.controlId = controlId;
        this.charset = charset;
        habit = Math.floorMod(controlId.hashCode() * 31, 100);
        er7 = event instanceof Event.Report && habit >= 97 ? Er7.HOMEMADE : Er7.STANDARD;
    }

    /**
     * The segments, without line ends.
     *
     * @param charset MSH-18; may be empty
     */
    static List<String> of(Event event, String controlId, String charset) {
        Message message = new Message(event, controlId, charset);
        message.write();
        return message.segments.stream().map(Segment::toString).toList();
    }

    private void write() {
        segments.add(header());
        if (event instanceof Event.Adt adt) {
            adt(adt);
        } else if (event instanceof Event.Report report) {
            report(report);
        } else if (event instanceof Event.Note note) {
            note(note);
        } else if (event instanceof Event.Vaccination vaccination) {
            vaccination(vaccination);
        }
    }

    private Segment header() {
        String time = habit % 2 == 0 ? Hl7Time.offset(event.time()) : Hl7Time.seconds(event.time());
        String[] kind = event.kind().split("\\^");
        return new Segment("MSH", er7)
                .set(2, er7.encodingCharacters())
                .text(3, event instanceof Event.Report ? "LABSYS" : "CLINSYS")
                .set(4, er7.components(PatientSegments.AUTHORITY, PatientSegments.AUTHORITY_OID, "ISO"))
                .set(5, "CHARTLIFT")
                .set(6, "MIGRATION")
                .set(7, time)
                .set(9, er7.components(kind[0], kind[1], structure(kind)))
                .set(10, controlId)
                .set(11, "P")
                .set(12, habit % 10 == 3 ? "2.3.1" : habit % 10 == 4 ? "2.4" : "2.5.1")
                .set(18, charset)
                .set(21, event instanceof Event.Vaccination ? er7.components("Z22", "CDCPHINVS") : "");
    }

    /** Some senders leave it out, some have it wrong, as in life. */
    private String structure(String[] kind) {
        String own = kind[0] + "_" + kind[1];
        return habit % 10 == 3 ? "" : habit % 10 == 5 ? own : STRUCTURES.getOrDefault(event.kind(), own);
    }

    private void evn(String trigger) {
        Segment evn = new Segment("EVN", er7).set(1, trigger).set(2, Hl7Time.seconds(event.time()));
        segments.add(evn.set(6, habit % 3 == 0 ? Hl7Time.minutes(event.time()) : ""));
    }

    private void adt(Event.Adt adt) {
        PatientSegments patient = new PatientSegments(er7, adt.person());
        evn(adt.trigger());
        segments.add(patient.pid());
        segments.add(patient.pd1());
        if (adt.gone() != null) {
            segments.add(new Segment("MRG", er7).set(1, new PatientSegments(er7, adt.gone()).mrn()));
            return;
        }
        if (!isShort(adt.trigger())) {
            segments.addAll(patient.kin());
        }
        if (adt.visit() != null) {
            visit(adt.visit());
        } else {
            segments.add(new Segment("PV1", er7).set(1, "1").set(2, "N"));
        }
        if (!isShort(adt.trigger())) {
            segments.addAll(patient.allergies());
            visitDetails(adt.visit());
        }
        insurance(adt, patient);
    }

    private void visitDetails(@Nullable Visit visit) {
        if (visit != null) {
            VisitSegments written = new VisitSegments(er7, visit);
            segments.addAll(written.diagnoses());
            segments.addAll(written.procedures());
        }
    }

    private void insurance(Event.Adt adt, PatientSegments patient) {
        if (List.of("A28", "A01", "A04", "A31").contains(adt.trigger())) {
            segments.addAll(patient.insurance());
            segments.add(patient.zpi());
        }
    }

    /** Events whose messages hold the visit and no more. */
    static boolean isShort(String trigger) {
        return trigger.equals("A02") || trigger.equals("A11");
    }

    private void visit(@Nullable Visit visit) {
        if (visit != null) {
            VisitSegments written = new VisitSegments(er7, visit);
            segments.add(written.pv1());
            if (event instanceof Event.Adt) {
                segments.addAll(written.pv2());
            }
        }
    }

    private void report(Event.Report report) {
        PatientSegments patient = new PatientSegments(er7, report.person());
        segments.add(er7 == Er7.HOMEMADE || habit < 30 ? patient.brief() : patient.pid());
        visit(report.visit());
        segments.addAll(new OrderSegments(er7, report.order(), habit % 2 == 0).all());
    }

    private void note(Event.Note note) {
        PatientSegments patient = new PatientSegments(er7, note.person());
        evn("T02");
        segments.add(patient.pid());
        visit(note.visit());
        segments.addAll(new NoteSegments(er7, note).all());
    }

    private void vaccination(Event.Vaccination vaccination) {
        PatientSegments patient = new PatientSegments(er7, vaccination.person());
        segments.add(patient.pid());
        segments.add(patient.pd1());
        segments.addAll(patient.kin());
        for (Event.Shot shot : vaccination.shots()) {
            segments.addAll(new ShotSegments(er7, shot).all());
        }
    }
}
