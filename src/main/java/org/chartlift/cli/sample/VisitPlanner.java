package org.chartlift.cli.sample;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans one visit. The messages of it go to the given list, oldest first. */
final class VisitPlanner {
    private static final List<String> WARDS = List.of("MED2", "SURG3", "ICU", "PED1");
    private final Dice dice;
    private final Person person;
    private final String prefix;
    private final List<Event> events;
    private final List<Visit.Diagnosis> diagnoses = new ArrayList<>();
    private ZonedDateTime now;
    private Visit visit;
    private int orders;

    /** {@code prefix} makes the numbers of this visit unique in the hospital. */
    VisitPlanner(Dice dice, Person person, ZonedDateTime now, String prefix, List<Event> events) {
        this.dice = dice;
        this.person = person;
        this.now = now;
        this.prefix = prefix;
        this.events = events;
        visit = new Visit("V" + prefix, "O", "", "", doctor(), null, null, "", List.of(), List.of());
    }

    private Visit.Doctor doctor() {
        int number = dice.between(0, 29);
        return new Visit.Doctor(
                "D" + (1000 + number),
                Words.FAMILIES.get(number),
                Words.GIVEN_F.get(number % Words.GIVEN_F.size()),
                "Dr");
    }

    /** Answers when it ended. */
    ZonedDateTime plan() {
        int kind = dice.between(0, 99);
        if (kind < 60) {
            outpatient("O", "CLIN" + dice.between(1, 6));
        } else if (kind < 75) {
            outpatient("E", "ED-" + dice.between(1, 20));
        } else {
            inpatient();
        }
        return now;
    }

    private void outpatient(String patientClass, String place) {
        at(patientClass, place);
        visit = visit.admitted(now);
        adt("A04", "");
        reports(dice.between(0, 2));
        if (dice.chance(70)) {
            diagnose("F");
            adt("A08", "updated");
        }
        note(25);
        if (patientClass.equals("E") || dice.chance(50)) {
            leave("01");
        }
    }

    private void inpatient() {
        at("I", bed());
        if (dice.chance(30)) {
            adt("A05", "");
            pass(600, 4000);
        }
        visit = visit.admitted(now);
        diagnose("A");
        adt("A01", "");
        if (dice.chance(8)) {
            adt("A11", "updated");
            return;
        }
        stay();
        diagnose("F");
        visit = visit.with(visit.diagnoses(), operations());
        leave(dice.chance(5) ? "03" : "01");
        note(70);
        if (dice.chance(8)) {
            comeBack();
        }
    }

    private void stay() {
        reports(dice.between(1, 3));
        if (dice.chance(40)) {
            visit = visit.movedTo(bed());
            adt("A02", "updated");
        }
        note(50);
        reports(dice.between(0, 2));
        pass(300, 5000);
    }

    /** The discharge was a mistake. */
    private void comeBack() {
        visit = visit.left(null, "");
        adt("A13", "updated");
        pass(120, 900);
        leave("01");
    }

    private void at(String patientClass, String place) {
        visit = new Visit(
                visit.number(), patientClass, place, "", visit.doctor(), null, null, "", List.of(), List.of());
    }

    private String bed() {
        return dice.pick(WARDS) + "-" + dice.between(100, 140) + "-" + dice.pick(List.of("A", "B"));
    }

    private void leave(String disposition) {
        visit = visit.left(now, disposition);
        adt("A03", "updated");
    }

    private void diagnose(String type) {
        diagnoses.add(new Visit.Diagnosis(dice.pick(Catalog.DIAGNOSES), type, now));
        visit = visit.with(List.copyOf(diagnoses), visit.procedures());
    }

    private List<Visit.Procedure> operations() {
        return dice.chance(40)
                ? List.of(new Visit.Procedure(dice.pick(Catalog.PROCEDURES), now.minusHours(5)))
                : List.of();
    }

    private void adt(String trigger, String expected) {
        events.add(new Event.Adt(now, person, trigger, visit, null, events.isEmpty() ? "created" : expected));
        pass(5, 90);
    }

    private void reports(int count) {
        for (int i = 0; i < count; i++) {
            report();
        }
    }

    private void report() {
        ResultMaker maker = new ResultMaker(dice);
        String number = prefix + (char) ('A' + orders++);
        @Nullable Visit context = dice.chance(85) ? visit : null;
        Order order = maker.make(dice.chance(80) ? "OR" + number : "", "LAB" + number, now);
        now = order.reported();
        events.add(new Event.Report(now, person, context, order, ""));
        pass(10, 60);
        if (dice.chance(10)) {
            Order corrected = maker.corrected(order, now);
            if (corrected != order) {
                events.add(new Event.Report(now, person, context, corrected, "updated"));
                pass(5, 30);
            }
        }
    }

    private void note(int percent) {
        if (dice.chance(percent)) {
            Event.Note.Style style = dice.pick(List.of(Event.Note.Style.values()));
            events.add(new Event.Note(
                    now,
                    person,
                    visit,
                    "DOC" + prefix + (char) ('A' + orders++),
                    dice.pick(Catalog.NOTE_KINDS),
                    style,
                    dice.nextLong()));
            pass(5, 60);
        }
    }

    private void pass(int low, int high) {
        now = now.plusMinutes(dice.between(low, high)).plusSeconds(dice.between(1, 59));
    }
}
