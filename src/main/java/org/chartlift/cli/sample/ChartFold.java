package org.chartlift.cli.sample;

import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chartlift.record.ContentHash;
import org.jspecify.annotations.Nullable;

/** Folds the events of one life into the final facts of each chart. */
final class ChartFold {
    private final Map<String, Chart> charts = new LinkedHashMap<>();

    private ChartFold() {}

    static List<Truth.Patient> of(Life life) {
        ChartFold fold = new ChartFold();
        life.events().forEach(fold::add);
        return fold.charts.values().stream().map(Chart::truth).toList();
    }

    private void add(Event event) {
        Chart chart = charts.computeIfAbsent(event.person().mrn(), mrn -> new Chart(event.person()));
        chart.person = event.person();
        if (event instanceof Event.Adt adt) {
            chart.adt(adt);
            if (adt.gone() != null) {
                charts.get(adt.gone().mrn()).mergedInto = adt.person().mrn();
            }
        } else if (event instanceof Event.Report report) {
            chart.report(report);
        } else if (event instanceof Event.Note note) {
            chart.documents.add(document(note));
        } else if (event instanceof Event.Vaccination vaccination) {
            vaccination.shots().forEach(s -> chart.immunizations.add(immunization(s)));
        }
    }

    static String iso(@Nullable ZonedDateTime time) {
        return time == null ? "" : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }

    private static Truth.Document document(Event.Note note) {
        boolean rtf = note.style() == Event.Note.Style.RTF;
        String text = rtf ? NoteText.rtf(note.seed()) : String.join("\n", NoteText.lines(note.seed()));
        return new Truth.Document(
                note.number(),
                note.noteKind().code(),
                rtf ? "text/rtf" : "text/plain",
                ContentHash.of(text.getBytes(StandardCharsets.UTF_8)).hex(),
                note.visit().number());
    }

    private static Truth.Immunization immunization(Event.Shot s) {
        return new Truth.Immunization(
                s.filler(),
                s.vaccine().code(),
                s.date().toString(),
                s.lot(),
                s.completion(),
                s.source().code(),
                s.refusal().code());
    }

    private static final class Chart {
        private Person person;
        private String mergedInto = "";
        private final Map<String, Truth.Encounter> encounters = new LinkedHashMap<>();
        private final Set<Truth.Diagnosis> diagnoses = new LinkedHashSet<>();
        private final Set<Truth.Procedure> procedures = new LinkedHashSet<>();
        private final Set<Truth.Allergy> allergies = new LinkedHashSet<>();
        private final List<Truth.Immunization> immunizations = new ArrayList<>();
        private final Map<String, Truth.Result> results = new LinkedHashMap<>();
        private final List<Truth.Document> documents = new ArrayList<>();

        Chart(Person person) {
            this.person = person;
        }

        void adt(Event.Adt adt) {
            if (adt.gone() == null && !Message.isShort(adt.trigger())) {
                allergies(adt.person().allergies());
            }
            if (adt.visit() != null) {
                visit(adt.visit(), adt.trigger());
            }
        }

        private void allergies(List<Person.Allergy> told) {
            for (Person.Allergy a : told) {
                Code c = a.code();
                allergies.add(new Truth.Allergy(c.code(), c.text(), c.system(), a.severity(), a.reactions()));
            }
        }

        private void visit(Visit v, String trigger) {
            encounters.put(
                    v.number(),
                    new Truth.Encounter(
                            v.number(),
                            v.patientClass(),
                            v.location(),
                            iso(v.admit()),
                            iso(v.discharge()),
                            trigger,
                            status(trigger, v)));
            if (!Message.isShort(trigger)) {
                v.diagnoses()
                        .forEach(d -> diagnoses.add(new Truth.Diagnosis(
                                v.number(), d.code().code(), d.code().text(), d.type(), iso(d.time()))));
                v.procedures()
                        .forEach(p -> procedures.add(new Truth.Procedure(
                                v.number(), p.code().code(), p.code().text(), iso(p.time()))));
            }
        }

        private static String status(String trigger, Visit visit) {
            return switch (trigger) {
                case "A05" -> "planned";
                case "A11" -> "cancelled";
                default -> visit.discharge() == null ? "active" : "discharged";
            };
        }

        void report(Event.Report report) {
            Order order = report.order();
            String visit = report.visit() == null ? "" : report.visit().number();
            for (Order.Item i : order.items()) {
                results.put(
                        order.filler() + "|" + i.code().code() + "|" + i.subId(),
                        new Truth.Result(
                                order.filler(),
                                i.code().code(),
                                i.subId(),
                                i.value().type(),
                                i.value().meant(),
                                i.unit().code(),
                                i.status(),
                                iso(i.time()),
                                visit));
            }
        }

        Truth.Patient truth() {
            Person.Address a = person.address();
            Person.Contact c = person.contact();
            String work = c.workPhone().equals(Er7.DELETE) ? "" : c.workPhone();
            return new Truth.Patient(
                    person.mrn(),
                    mergedInto,
                    identifiers(),
                    names(),
                    person.birthAsWritten(),
                    person.sex(),
                    new Truth.Address(a.line(), a.other(), a.town(), a.state(), a.zip(), a.country()),
                    new Truth.Phones(c.homePhone(), work, c.email()),
                    person.death(),
                    List.copyOf(encounters.values()),
                    List.copyOf(allergies),
                    List.copyOf(diagnoses),
                    List.copyOf(procedures),
                    List.copyOf(immunizations),
                    List.copyOf(results.values()),
                    List.copyOf(documents));
        }

        private List<Truth.Identifier> identifiers() {
            List<Truth.Identifier> all = new ArrayList<>();
            all.add(new Truth.Identifier(person.mrn(), PatientSegments.AUTHORITY, "MR"));
            if (!person.memberId().isEmpty()) {
                all.add(new Truth.Identifier(person.memberId(), PatientSegments.PAYER_AUTHORITY, "MB"));
            }
            return all;
        }

        private List<Truth.Name> names() {
            Person.Name n = person.name();
            List<Truth.Name> all = new ArrayList<>();
            all.add(new Truth.Name("L", n.family(), n.given(), n.middle()));
            if (!person.maidenName().isEmpty()) {
                all.add(new Truth.Name("M", person.maidenName(), n.given(), ""));
            }
            return all;
        }
    }
}
