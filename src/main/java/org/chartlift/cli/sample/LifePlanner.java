package org.chartlift.cli.sample;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plans the life of one patient: the same events for the same seed and number, whenever it is asked. */
final class LifePlanner {
    private final Settings settings;
    private final int index;
    private final Dice dice;
    private final PersonMaker people;
    private final List<Event> events = new ArrayList<>();
    private final ZonedDateTime end;
    private Person person;
    private ZonedDateTime now;
    private int visits;
    private int shots;

    private LifePlanner(Settings settings, int index) {
        this.settings = settings;
        this.index = index;
        dice = Dice.of(settings.seed(), index);
        people = new PersonMaker(dice, settings.start());
        person = people.make(String.format(Locale.ROOT, "P%08d", index + 1));
        end = settings.end();
        int days = settings.days();
        now = settings.begin()
                .plusDays(dice.between(0, Math.max(0, days - 120)))
                .plusMinutes(dice.between(300, 1200));
    }

    static Life plan(Settings settings, int index) {
        LifePlanner planner = new LifePlanner(settings, index);
        planner.live();
        return new Life(index, List.copyOf(planner.events));
    }

    private void live() {
        if (dice.chance(55)) {
            adt("A28", "created");
            now = now.plusMinutes(dice.between(2, 60));
        }
        visit();
        int more = dice.between(0, 3);
        for (int i = 0; i < more && later(dice.between(5, 90)); i++) {
            between();
            visit();
        }
        if (dice.chance(35) && later(dice.between(1, 20))) {
            vaccinate();
        }
        if (dice.chance(5) && later(dice.between(10, 40))) {
            registerAgainAndMerge();
        }
        if (dice.chance(3) && later(dice.between(1, 60))) {
            die();
        }
    }

    private void adt(String trigger, String expected) {
        events.add(new Event.Adt(now, person, trigger, null, null, events.isEmpty() ? "created" : expected));
    }

    /** Moves on by days; false if the extract ends before. Leaves room for a stay. */
    private boolean later(int days) {
        ZonedDateTime next = now.plusDays(days).plusMinutes(dice.between(1, 500));
        if (next.isAfter(end.minusDays(20))) {
            return false;
        }
        now = next;
        return true;
    }

    private void visit() {
        String prefix = String.format(Locale.ROOT, "%08d%02d", index + 1, ++visits);
        VisitPlanner visit = new VisitPlanner(dice, person, now, prefix, events);
        now = visit.plan().plusHours(2);
    }

    /** What registration learns between visits. */
    private void between() {
        int what = dice.between(0, 99);
        if (what < 25) {
            person = person.withAddress(people.address());
            adt(dice.chance(50) ? "A31" : "A08", "updated");
        } else if (what < 35) {
            boolean delete = !person.contact().workPhone().isEmpty();
            person = person.withContact(phones(delete ? Er7.DELETE : "(312)555-0199"));
            adt("A31", "updated");
        } else if (what < 40) {
            Person.Name n = person.name();
            String married = people.name(person.sex()).family();
            person = person.withName(new Person.Name(married, n.given(), n.middle(), n.prefix()), n.family());
            adt("A08", n.family().equals(married) ? "" : "updated");
        } else if (what < 45) {
            adt("A31", "");
        }
        now = now.plusHours(1);
    }

    private Person.Contact phones(String work) {
        Person.Contact c = person.contact();
        return new Person.Contact(c.homePhone(), work, c.email(), c.kin(), c.kinPhone(), c.insurer());
    }

    private void vaccinate() {
        List<Event.Shot> given = new ArrayList<>();
        int count = dice.between(1, 3);
        for (int i = 0; i < count; i++) {
            given.add(shot());
        }
        events.add(new Event.Vaccination(now, person, List.copyOf(given)));
    }

    private Event.Shot shot() {
        String filler = String.format(Locale.ROOT, "I%08d%02d", index + 1, ++shots);
        Code vaccine = dice.pick(Catalog.VACCINES);
        int kind = dice.between(0, 99);
        if (kind < 15) {
            return new Event.Shot(
                    filler,
                    vaccine,
                    now.toLocalDate(),
                    "RE",
                    Code.NONE,
                    "",
                    null,
                    Code.NONE,
                    dice.pick(Catalog.REFUSALS));
        } else if (kind < 40) {
            Code told = new Code("01", "Historical information - source unspecified", "NIP001");
            return new Event.Shot(
                    filler,
                    vaccine,
                    now.toLocalDate().minusDays(dice.between(1, 30)),
                    "CP",
                    told,
                    "",
                    null,
                    Code.NONE,
                    Code.NONE);
        }
        Code fresh = new Code("00", "New immunization record", "NIP001");
        return new Event.Shot(
                filler,
                vaccine,
                now.toLocalDate(),
                "CP",
                fresh,
                "LOT" + dice.digits(4),
                now.toLocalDate().plusDays(200),
                dice.pick(Catalog.MAKERS),
                Code.NONE);
    }

    /** The clerk does not find the chart and makes another; weeks later someone notices. */
    private void registerAgainAndMerge() {
        Person known = person;
        person = known.registeredAgain(String.format(Locale.ROOT, "P%08dX", index + 1));
        Person again = person;
        events.add(new Event.Adt(now, again, "A28", null, null, "created"));
        now = now.plusHours(3);
        visit();
        if (later(dice.between(3, 30)) || !now.isAfter(end)) {
            events.add(new Event.Adt(now, known, "A40", null, again, "merged"));
        }
        person = known;
        now = now.plusHours(1);
    }

    private void die() {
        person = person.withDeath(Hl7Time.seconds(now.minusHours(3)));
        adt("A08", "updated");
    }
}
