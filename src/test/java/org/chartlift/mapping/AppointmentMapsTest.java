package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Schedule;
import org.hl7.fhir.r4.model.Slot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built-in maps of appointments (SIU). */
class AppointmentMapsTest {
    private static final MapSet MAPS = MapSet.builtIn();
    private static final String PATIENT = "PID|1||77^^^HOSP^MR||Doe^Jane";

    private static MapFixture.Result convert(String event, String... segments) {
        return MapFixture.convert(
                MAPS,
                "MSH|^~\\&|SCH|FAC|||20240102100000+0100||SIU^" + event + "|1|P|2.4\r" + String.join("\r", segments));
    }

    private static String sch(String filler, String start, String end, String status) {
        return "SCH|P1^EHR|" + filler + "^SCH|||||CHECKUP|Normal|30|min|^^^" + start + "^" + end + "||||||||||||||"
                + status;
    }

    @ParameterizedTest
    @CsvSource({
        "S12,, BOOKED",
        "S12, Pending, PENDING",
        "S12, BOOKED, BOOKED",
        "S12, X9, BOOKED",
        "S13,, BOOKED",
        "S14, Started, FULFILLED",
        "S14, Waitlist, WAITLIST",
        "S15, Booked, CANCELLED",
        "S16, Dc, CANCELLED",
        "S17, Booked, ENTEREDINERROR",
        "S26, Booked, NOSHOW"
    })
    void theEventOrTheFillerSaysTheStatus(String event, String status, AppointmentStatus expected) {
        String code = status == null ? "" : status;
        Appointment appointment = convert(event, sch("F1", "202403011130", "202403011200", code), PATIENT)
                .only(Appointment.class);
        assertThat(appointment.getStatus()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"S14", "S18", "S19", "S20", "S21", "S22"})
    void aChangeOfDetailsInventsNoStatus(String event) {
        Appointment appointment = convert(event, sch("F1", "202403011130", "202403011200", ""), PATIENT)
                .only(Appointment.class);
        assertThat(appointment.getStatus()).isNull();
        assertThat(appointment.getStatusElement().getExtensionFirstRep().getUrl())
                .endsWith("data-absent-reason");
    }

    @Test
    void aBookedTimeIsAnInstantAndKeepsHowItWasWritten() {
        Appointment appointment = convert("S12", sch("F1", "202403011130", "20240301120030", ""), PATIENT)
                .only(Appointment.class);

        assertThat(appointment.getStartElement().getValueAsString()).isEqualTo("2024-03-01T11:30:00+01:00");
        assertThat(appointment
                        .getStartElement()
                        .getExtensionFirstRep()
                        .getValue()
                        .primitiveValue())
                .isEqualTo("202403011130");
        assertThat(appointment.getEndElement().getValueAsString()).isEqualTo("2024-03-01T12:00:30+01:00");
        assertThat(appointment.getEndElement().hasExtension()).isFalse();
        assertThat(appointment.getMinutesDuration()).isEqualTo(30);
        assertThat(appointment.hasRequestedPeriod()).isFalse();
    }

    @Test
    void aDayIsNoTimeAndAnEndIsNotComputed() {
        Appointment appointment =
                convert("S12", sch("F1", "20240301", "", ""), PATIENT).only(Appointment.class);

        assertThat(appointment.getStartElement().hasValue()).isFalse();
        assertThat(appointment
                        .getStartElement()
                        .getExtensionFirstRep()
                        .getValue()
                        .primitiveValue())
                .isEqualTo("2024-03-01");
        assertThat(appointment.getEndElement().hasValue()).isFalse();
        assertThat(appointment.getEndElement().getExtensionFirstRep().getUrl()).endsWith("data-absent-reason");
    }

    @Test
    void theTimeOfTheOnlyServiceIsThatOfTheAppointment() {
        Appointment one = convert("S12", sch("F1", "", "", ""), PATIENT, "RGS|1", "AIS|1||A^Alpha^L|202403011130")
                .only(Appointment.class);
        Appointment two = convert(
                        "S12",
                        sch("F1", "", "", ""),
                        PATIENT,
                        "RGS|1",
                        "AIS|1||A^Alpha^L|202403011130",
                        "AIS|2||B^Beta^L|202403011230")
                .only(Appointment.class);

        assertThat(one.getStartElement().getValueAsString()).isEqualTo("2024-03-01T11:30:00+01:00");
        assertThat(two.getStartElement().hasValue()).isFalse();
        assertThat(two.getServiceType()).hasSize(2);
    }

    @Test
    void whoAndWhatIsBookedTakesPart() {
        var result = convert(
                "S12",
                sch("F1", "202403011130", "202403011200", ""),
                "NTE|1||come early",
                PATIENT,
                "DG1|1||J45.9^Asthma^I10",
                "RGS|1",
                "AIS|1|A|CBC^Blood count^L",
                "NTE|1||fasting",
                "AIG|1|A|X1^Scanner^L|EQ^Equipment^L||||||||||Pending",
                "AIL|1|A|W1^R2^B3",
                "AIP|1|A|5^Meyer^Ann|NUR^Nurse||202403011130||||||Booked");

        Appointment appointment = result.only(Appointment.class);
        assertThat(appointment.getComment()).isEqualTo("come early");
        assertThat(appointment.getParticipant()).hasSize(4);
        assertThat(appointment.getParticipant())
                .extracting(p -> p.getStatus() == null ? "" : p.getStatus().toCode())
                .containsExactlyInAnyOrder("needs-action", "", "accepted", "");
        assertThat(appointment.getParticipant())
                .filteredOn(p -> p.getActor().getReference() != null
                        && p.getActor().getReference().startsWith("Practitioner/"))
                .extracting(p -> p.getPeriod().getStartElement().getValueAsString())
                .containsExactly("2024-03-01T11:30:00+01:00");
        assertThat(appointment
                        .getServiceTypeFirstRep()
                        .getExtensionFirstRep()
                        .getValue()
                        .primitiveValue())
                .isEqualTo("fasting");
        assertThat(appointment.getSupportingInformationFirstRep().getReference())
                .isEqualTo("Condition/" + result.only(Condition.class).getIdPart());
    }

    @Test
    void whatAMessageTakesAwayIsNotBooked() {
        var result = convert(
                "S22",
                sch("F1", "202403011130", "202403011200", "Booked"),
                PATIENT,
                "RGS|1|D",
                "AIS|1|D|CBC^Blood count^L",
                "AIP|1|D|5^Meyer^Ann|NUR^Nurse");

        Appointment appointment = result.only(Appointment.class);
        assertThat(appointment.hasServiceType()).isFalse();
        assertThat(appointment.getParticipant()).hasSize(1);
        assertThat(result.became("AIS-3.1")).isEqualTo("carried");
    }

    @Test
    void oneAppointmentIsOneThroughAllItsEvents() {
        String booked = id("S12", sch("F1", "202403011130", "202403011200", ""));
        assertThat(id("S13", sch("F1", "202403021130", "202403021200", ""))).isEqualTo(booked);
        assertThat(id("S15", sch("F1", "", "", ""))).isEqualTo(booked);
        assertThat(id("S12", sch("F2", "202403011130", "202403011200", ""))).isNotEqualTo(booked);
    }

    private static String id(String event, String sch) {
        return convert(event, sch, PATIENT).only(Appointment.class).getId();
    }

    @Test
    void theReasonOfACancellationIsNoReasonOfTheAppointment() {
        String sch = "SCH||F1^SCH||||ILL^Doctor is ill^L|CHECKUP";
        Appointment cancelled = convert("S15", sch, PATIENT).only(Appointment.class);
        Appointment changed = convert("S14", sch, PATIENT).only(Appointment.class);

        assertThat(cancelled.getCancelationReason().getCodingFirstRep().getCode())
                .isEqualTo("ILL");
        assertThat(changed.hasCancelationReason()).isFalse();
        assertThat(changed.getReasonCodeFirstRep().getCodingFirstRep().getCode())
                .isEqualTo("CHECKUP");
    }

    @Test
    void anAppointmentOfNobodySaysSo() {
        Appointment appointment =
                convert("S12", sch("F1", "202403011130", "202403011200", "")).only(Appointment.class);
        assertThat(appointment.getParticipant()).hasSize(1);
        assertThat(appointment
                        .getParticipantFirstRep()
                        .getActor()
                        .getExtensionFirstRep()
                        .getUrl())
                .endsWith("data-absent-reason");
    }

    @Test
    void aBlockedSlotIsNoAppointment() {
        var result = convert("S23", sch("F1", "202403011130", "202403011200", "Blocked"), "RGS|1", "AIL|1||W1^R2^B3");

        assertThat(result.all(Appointment.class)).isEmpty();
        Slot slot = result.only(Slot.class);
        assertThat(slot.getStatus()).isEqualTo(Slot.SlotStatus.BUSYUNAVAILABLE);
        assertThat(slot.getStartElement().getValueAsString()).isEqualTo("2024-03-01T11:30:00+01:00");
        assertThat(slot.getSchedule().getReference())
                .isEqualTo("Schedule/" + result.only(Schedule.class).getIdPart());
        assertThat(result.findings()).isEmpty();
    }

    @Test
    void theVisitNamesItsAppointment() {
        var result =
                convert("S12", sch("F1", "202403011130", "202403011200", ""), PATIENT, "PV1|1|O||||||||||||||||V1");
        assertThat(result.only(Encounter.class).getAppointmentFirstRep().getReference())
                .isEqualTo("Appointment/" + result.only(Appointment.class).getIdPart());
    }
}
