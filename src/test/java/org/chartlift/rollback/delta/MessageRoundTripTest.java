package org.chartlift.rollback.delta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chartlift.mapping.ConversionContext;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.mapping.MapSet;
import org.chartlift.mapping.identity.ResourceIds;
import org.chartlift.record.ContentHash;
import org.chartlift.rollback.merge.JsonTrees;
import org.chartlift.source.SourceTree;
import org.chartlift.source.UnreadableRecordException;
import org.chartlift.source.hl7v2.Hl7v2Reader;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;

/** What our messages say is read back by our own reader and maps, and is the same. */
class MessageRoundTripTest {
    private static final String SOURCE = "https://h.example";
    private static final MapSet MAPS = MapSet.builtIn();
    private static final String PATIENT =
            """
            {"resourceType":"Patient","id":"p1","identifier":[
              {"system":"https://h.example/authority/HOSP","value":"M|1^2","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]}},
              {"system":"urn:oid:2.16.840.1.113883.4.1","value":"123"}],
             "name":[{"use":"official","family":"O'Brien & Söhne","given":["Ann","Bea"]}],"gender":"female","birthDate":"1970-02-03",
             "telecom":[{"system":"phone","use":"home","value":"555-1"},{"system":"phone","use":"work","value":"555-2"}],
             "address":[{"use":"home","line":["1 A~St"],"city":"Ayr","postalCode":"12345"}],
             "maritalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M"}]},
             "deceasedBoolean":false,"photo":[{"title":"face"}]}""";

    private final Map<String, ObjectNode> server = new HashMap<>();

    private MessageWriter.Written write(String json) {
        return write(json, LaterChange.Kind.CREATED);
    }

    private MessageWriter.Written write(String json, LaterChange.Kind kind) {
        server.put("Patient/p1", JsonTrees.read(PATIENT));
        ObjectNode resource = JsonTrees.read(json);
        String reference = resource.path("resourceType").asText()
                + '/'
                + resource.path("id").asText();
        MessageWriter writer = new MessageWriter(
                LegacyNames.of(
                        Map.of("LN", "http://loinc.org", "RXNORM", "http://www.nlm.nih.gov/research/umls/rxnorm"),
                        Map.of(),
                        List.of(SOURCE)),
                server::get);
        return writer.write(
                new LaterChange(reference, 3, kind, "nurse", Instant.parse("2026-01-02T03:04:05Z"), resource));
    }

    private <T extends Resource> List<T> back(Class<T> type, String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        try {
            SourceTree tree = new Hl7v2Reader(MAPS.grammars()).read(bytes);
            ConversionContext context =
                    new ConversionContext(SOURCE, ContentHash.of(bytes), new ResourceIds(new byte[16]));
            return MAPS.converter(MapSet.Options.TRACING).convert(tree, context).resources().stream()
                    .map(ConvertedResource::resource)
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T extends Resource> T only(Class<T> type, MessageWriter.Written written) {
        assertThat(written.message()).as(written.unexpressed().toString()).isNotEmpty();
        List<T> all = back(type, written.message());
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static List<String> paths(MessageWriter.Written written) {
        return written.unexpressed().stream()
                .map(u -> u.reason() + " " + u.path())
                .toList();
    }

    @Test
    void aPatientComesBackAndWhatHasNoFieldIsListed() {
        MessageWriter.Written written = write(PATIENT);
        Patient patient = only(Patient.class, written);
        assertThat(patient.getIdentifier())
                .extracting(Identifier::getSystem, Identifier::getValue)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("https://h.example/authority/HOSP", "M|1^2"),
                        org.assertj.core.groups.Tuple.tuple("urn:oid:2.16.840.1.113883.4.1", "123"));
        assertThat(patient.getIdentifierFirstRep().getType().getCodingFirstRep().getCode())
                .isEqualTo("MR");
        assertThat(patient.getNameFirstRep().getFamily()).isEqualTo("O'Brien & Söhne");
        assertThat(patient.getNameFirstRep().getGiven())
                .extracting(StringType::getValue)
                .containsExactly("Ann", "Bea");
        assertThat(patient.getNameFirstRep().getUse().toCode()).isEqualTo("official");
        assertThat(patient.getBirthDateElement().getValueAsString()).isEqualTo("1970-02-03");
        assertThat(patient.getGender().toCode()).isEqualTo("female");
        assertThat(patient.getTelecom())
                .extracting(t -> t.getUse().toCode() + t.getValue())
                .containsExactly("home555-1", "work555-2");
        assertThat(patient.getAddressFirstRep().getLine().get(0).getValue()).isEqualTo("1 A~St");
        assertThat(patient.getAddressFirstRep().getUse().toCode()).isEqualTo("home");
        assertThat(patient.getMaritalStatus().getCodingFirstRep().getCode()).isEqualTo("M");
        assertThat(patient.getDeceasedBooleanType().getValue()).isFalse();
        assertThat(paths(written)).containsExactly("no-field Patient.photo[0].title");
    }

    @Test
    void theSameChangeGivesTheSameMessage() {
        assertThat(write(PATIENT).message())
                .isEqualTo(write(PATIENT).message())
                .startsWith("MSH|^~\\&|CHARTLIFT||||20260102030405+0000||ADT^A08^ADT_A01|");
    }

    private static String observation(String elements) {
        return "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"status\":\"final\",\"subject\":{\"reference\":\"Patient/p1\"},"
                + "\"effectiveDateTime\":\"2026-01-02T03:04:05+01:00\",\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"2345-7\",\"display\":\"Glucose\"}]},"
                + elements + "}";
    }

    @Test
    void aMeasurementComesBackWithItsDigitsUnitCodeStatusAndNote() {
        MessageWriter.Written written = write(
                observation(
                        "\"valueQuantity\":{\"value\":5.10,\"unit\":\"mmol/l\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"mmol/L\"},"
                                + "\"interpretation\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation\",\"code\":\"H\"}]}],"
                                + "\"referenceRange\":[{\"text\":\"3-5\"}],\"note\":[{\"text\":\"line 1\\nline 2\"}],\"performer\":[{\"reference\":\"Practitioner/x\"}]"));
        Observation observation = only(Observation.class, written);
        Quantity value = observation.getValueQuantity();
        assertThat(value.getValueElement().getValueAsString()).isEqualTo("5.10");
        assertThat(value.getCode()).isEqualTo("mmol/L");
        assertThat(value.getUnit()).isEqualTo("mmol/l");
        assertThat(value.getSystem()).isEqualTo("http://unitsofmeasure.org");
        assertThat(observation.getCode().getCodingFirstRep().getSystem()).isEqualTo("http://loinc.org");
        assertThat(observation.getCode().getCodingFirstRep().getCode()).isEqualTo("2345-7");
        assertThat(observation.getStatus().toCode()).isEqualTo("final");
        assertThat(observation.getEffectiveDateTimeType().getValueAsString()).isEqualTo("2026-01-02T03:04:05+01:00");
        assertThat(observation.getInterpretationFirstRep().getCodingFirstRep().getCode())
                .isEqualTo("H");
        assertThat(observation.getReferenceRangeFirstRep().getText()).isEqualTo("3-5");
        assertThat(observation.getNoteFirstRep().getText()).isEqualTo("line 1\nline 2");
        assertThat(paths(written)).containsExactly("no-field Observation.performer[0].reference");
    }

    @Test
    void othersTypesOfValuesComeBack() {
        assertThat(only(Observation.class, write(observation("\"valueString\":\"a|b\\nc \\\\ d\"")))
                        .getValueStringType()
                        .getValue())
                .isEqualTo("a|b\nc \\ d");
        Quantity less = only(
                        Observation.class,
                        write(observation("\"valueQuantity\":{\"comparator\":\"<\",\"value\":5,\"unit\":\"mg\"}")))
                .getValueQuantity();
        assertThat(less.getComparator().toCode() + less.getValue() + less.getUnit())
                .isEqualTo("<5mg");
        assertThat(only(
                                Observation.class,
                                write(
                                        observation(
                                                "\"valueCodeableConcept\":{\"coding\":[{\"system\":\"urn:oid:1.2.3.4.5\",\"code\":\"x\"}],\"text\":\"seen\"}")))
                        .getValueCodeableConcept()
                        .getText())
                .isEqualTo("seen");
    }

    @Test
    void aPanelIsAnObservationForEachOfItsComponents() {
        MessageWriter.Written written = write(
                observation(
                        "\"component\":["
                                + "{\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"8480-6\"}]},\"valueQuantity\":{\"value\":120,\"unit\":\"mm[Hg]\"}},"
                                + "{\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"8462-4\"}]},\"valueQuantity\":{\"value\":80,\"unit\":\"mm[Hg]\"}}]"));
        assertThat(back(Observation.class, written.message()))
                .extracting(o -> o.getCode().getCodingFirstRep().getCode() + "="
                        + o.getValueQuantity().getValue())
                .containsExactlyInAnyOrder("8480-6=120", "8462-4=80");
    }

    @Test
    void aReportComesBackWithItsResults() {
        server.put("Observation/o1", JsonTrees.read(observation("\"valueQuantity\":{\"value\":7,\"unit\":\"mg\"}")));
        MessageWriter.Written written = write(
                """
                {"resourceType":"DiagnosticReport","id":"d1","status":"final","subject":{"reference":"Patient/p1"},"issued":"2026-01-02T03:04:05.000Z",
                 "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"FILL"}]},"system":"https://h.example/authority/LAB","value":"F1"}],
                 "code":{"coding":[{"system":"http://loinc.org","code":"24323-8"}]},"result":[{"reference":"Observation/o1"}],"conclusion":"well"}""");
        DiagnosticReport report = only(DiagnosticReport.class, written);
        assertThat(report.getStatus().toCode()).isEqualTo("final");
        assertThat(report.getIdentifierFirstRep().getValue()).isEqualTo("F1");
        assertThat(report.getResult()).hasSize(1);
        assertThat(only(Observation.class, written)
                        .getValueQuantity()
                        .getValue()
                        .toPlainString())
                .isEqualTo("7");
        assertThat(paths(written)).containsExactly("no-field DiagnosticReport.conclusion");
    }

    private static String order(String dosage) {
        return "{\"resourceType\":\"MedicationRequest\",\"id\":\"m1\",\"status\":\"active\",\"intent\":\"order\",\"subject\":{\"reference\":\"Patient/p1\"},"
                + "\"medicationCodeableConcept\":{\"coding\":[{\"system\":\"http://www.nlm.nih.gov/research/umls/rxnorm\",\"code\":\"197361\",\"display\":\"Amlodipine 5 MG\"}]},"
                + "\"dosageInstruction\":[{" + dosage + "}]}";
    }

    @Test
    void anOrderComesBackWithDrugDoseRouteAndTiming() {
        MedicationRequest order = only(
                MedicationRequest.class,
                write(
                        order(
                                "\"text\":\"one tablet daily\",\"timing\":{\"repeat\":{\"frequency\":2,\"period\":1,\"periodUnit\":\"d\"}},"
                                        + "\"doseAndRate\":[{\"doseQuantity\":{\"value\":5,\"unit\":\"mg\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"mg\"}}]")));
        assertThat(order.getStatus().toCode()).isEqualTo("active");
        assertThat(order.getMedicationCodeableConcept().getCodingFirstRep().getCode())
                .isEqualTo("197361");
        Dosage dosage = order.getDosageInstructionFirstRep();
        assertThat(dosage.getDoseAndRateFirstRep().getDoseQuantity().getValue().toPlainString())
                .isEqualTo("5");
        assertThat(dosage.getDoseAndRateFirstRep().getDoseQuantity().getCode()).isEqualTo("mg");
        assertThat(dosage.getText()).isEqualTo("one tablet daily");
        assertThat(dosage.getTiming().getRepeat().getFrequency()).isEqualTo(2);
    }

    @Test
    void anOrderThatIsOnlyHalfSaidIsNotSent() {
        String dose = "\"doseAndRate\":[{\"doseQuantity\":{\"value\":5,\"unit\":\"mg\"}}]";
        assertThat(paths(write(order(dose + ",\"maxDosePerAdministration\":{\"value\":10}"))))
                .containsExactly(
                        "no-message-without-it MedicationRequest.dosageInstruction[0].maxDosePerAdministration.value");
        assertThat(write(order("\"doseAndRate\":[{\"doseQuantity\":{\"value\":5}}]"))
                        .message())
                .isEmpty();
        assertThat(write(order(dose).replace("\"order\"", "\"plan\"")).message())
                .isEmpty();
        assertThat(write(order(dose).replace("\"active\"", "\"active\",\"doNotPerform\":true"))
                        .message())
                .isEmpty();
        String daily =
                ",\"timing\":{\"repeat\":{\"frequency\":1,\"period\":1,\"periodUnit\":\"d\"},\"code\":{\"coding\":[{\"code\":\"%s\"}]}}";
        assertThat(write(order(dose + daily.formatted("QD"))).message()).contains("TQ1|1||QD\r");
        assertThat(write(order(dose + daily.formatted("AM"))).message()).isEmpty();
        assertThat(write(order(dose + ",\"timing\":{\"repeat\":{\"timeOfDay\":[\"08:00:00\"]}}"))
                        .message())
                .isEmpty();
    }

    private static String document(String attachment) {
        return "{\"resourceType\":\"DocumentReference\",\"id\":\"x1\",\"status\":\"current\",\"docStatus\":\"final\",\"subject\":{\"reference\":\"Patient/p1\"},"
                + "\"type\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"11506-3\"}]},\"content\":[{\"attachment\":{"
                + attachment + "}}]}";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theTextOfADocumentComesBackExactly() {
        String text = "Seen today.\n\nBP 120/80 & well ^ | ~ \\ ä\nEnd";
        MessageWriter.Written written =
                write(document("\"contentType\":\"text/plain\",\"data\":\"" + base64(text) + "\""));
        Binary binary = only(Binary.class, written);
        assertThat(new String(binary.getData(), StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @Test
    void aDocumentOfAnotherFormatIsSentAsItIs() {
        server.put(
                "Binary/b1",
                JsonTrees.read("{\"resourceType\":\"Binary\",\"contentType\":\"application/pdf\",\"data\":\""
                        + base64("%PDF-1.4") + "\"}"));
        MessageWriter.Written written = write(document("\"contentType\":\"application/pdf\",\"url\":\"Binary/b1\""));
        Binary binary = only(Binary.class, written);
        assertThat(binary.getContentType()).isEqualTo("application/pdf");
        assertThat(new String(binary.getData(), StandardCharsets.UTF_8)).isEqualTo("%PDF-1.4");
    }

    private static String allergy(String elements) {
        return "{\"resourceType\":\"AllergyIntolerance\",\"id\":\"a1\",\"patient\":{\"reference\":\"Patient/p1\"},\"category\":[\"food\"],"
                + "\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"LA1\",\"display\":\"Nuts\"}]},"
                + elements + "}";
    }

    private static String status(String clinical, String verification) {
        return "\"clinicalStatus\":{\"coding\":[{\"code\":\"" + clinical
                + "\"}]},\"verificationStatus\":{\"coding\":[{\"code\":\"" + verification + "\"}]}";
    }

    @Test
    void anAllergyIsAddedAloneAndComesBack() {
        MessageWriter.Written written = write(
                allergy(
                        status("active", "confirmed")
                                + ",\"type\":\"allergy\",\"onsetDateTime\":\"2019-05\",\"reaction\":[{\"severity\":\"severe\",\"manifestation\":[{\"text\":\"Hives\"}]}]"));
        AllergyIntolerance allergy = only(AllergyIntolerance.class, written);
        assertThat(allergy.getCode().getCodingFirstRep().getCode()).isEqualTo("LA1");
        assertThat(allergy.getCategory().get(0).getCode()).isEqualTo("food");
        assertThat(allergy.getType().toCode()).isEqualTo("allergy");
        assertThat(allergy.getOnsetDateTimeType().getValueAsString()).isEqualTo("2019-05");
        assertThat(allergy.getReactionFirstRep().getSeverity().toCode()).isEqualTo("severe");
        assertThat(allergy.getReactionFirstRep().getManifestationFirstRep().getText())
                .isEqualTo("Hives");
        assertThat(allergy.getClinicalStatus().getCodingFirstRep().getCode()).isEqualTo("active");
        assertThat(allergy.getVerificationStatus().getCodingFirstRep().getCode())
                .isEqualTo("confirmed");
        // AL1 would be a snapshot: the receiver would forget all other allergies
        assertThat(written.message())
                .contains("\rIAM|1|FA|")
                .contains("|A|a1^CHARTLIFT|")
                .doesNotContain("\rAL1");
        assertThat(written.unexpressed()).isEmpty();
    }

    @Test
    void anAllergyThatTheLegacySystemHasIsChangedByItsOwnNumberOrByItsCode() {
        String known = "\"identifier\":[{\"system\":\"https://h.example/authority/HOSP\",\"value\":\"77\"}],";
        MessageWriter.Written erroneous = write(
                allergy(known + "\"verificationStatus\":{\"coding\":[{\"code\":\"entered-in-error\"}]}"),
                LaterChange.Kind.UPDATED);
        assertThat(only(AllergyIntolerance.class, erroneous)
                        .getVerificationStatus()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("entered-in-error");
        assertThat(erroneous.message()).contains("|U|77^HOSP|");

        MessageWriter.Written inactive = write(allergy(status("inactive", "confirmed")), LaterChange.Kind.UPDATED);
        assertThat(only(AllergyIntolerance.class, inactive)
                        .getClinicalStatus()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("inactive");
        assertThat(inactive.message()).contains("|U|||").doesNotContain("a1");
    }

    @Test
    void anAllergyWhoseStatusHasNoWordIsNotSent() {
        assertThat(paths(write(allergy("\"clinicalStatus\":{\"coding\":[{\"code\":\"resolved\"}]}"))))
                .containsExactly("no-word-for-the-status AllergyIntolerance.clinicalStatus");
        assertThat(paths(write(allergy(status("inactive", "unconfirmed")))))
                .containsExactly("no-word-for-the-status AllergyIntolerance.clinicalStatus");
        assertThat(paths(write(allergy("\"verificationStatus\":{\"coding\":[{\"code\":\"refuted\"}]}"))))
                .containsExactly("not-an-allergy AllergyIntolerance.verificationStatus");
        // they never had it: they are not to get it as an error either
        assertThat(paths(write(allergy("\"verificationStatus\":{\"coding\":[{\"code\":\"entered-in-error\"}]}"))))
                .containsExactly("not-an-allergy AllergyIntolerance.verificationStatus");
    }

    private static String patient(String telecom, String address) {
        return "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"identifier\":[{\"system\":\"https://h.example/authority/HOSP\",\"value\":\"1\"}],"
                + "\"telecom\":[" + telecom + "],\"address\":[" + address + "]}";
    }

    private static String number(String system, String use, String value, String... extensions) {
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < extensions.length; i += 2) {
            said.append(said.isEmpty() ? "" : ",")
                    .append(
                            "{\"url\":\"https://chartlift.org/fhir/StructureDefinition/telecom-%s\",\"valueCoding\":{\"system\":\"http://terminology.hl7.org/CodeSystem/v2-%s\",\"code\":\"%s\"}}"
                                    .formatted(
                                            extensions[i],
                                            extensions[i].equals("use") ? "0201" : "0202",
                                            extensions[i + 1]));
        }
        return "{" + (said.isEmpty() ? "" : "\"extension\":[" + said + "],")
                + (use.isEmpty() ? "" : "\"use\":\"" + use + "\",") + "\"system\":\"" + system
                + "\",\"value\":\"" + value + "\"}";
    }

    @Test
    void telephoneNumbersAndAddressesOfEMailComeBackByTheirKindAndUse() {
        MessageWriter.Written written = write(patient(
                String.join(
                        ",",
                        number("phone", "home", "1"),
                        number("phone", "home", "2", "equipment", "CP"),
                        number("phone", "mobile", "3", "use", "PRN"),
                        number("phone", "", "4", "use", "EMR"),
                        number("email", "", "a@b.example"),
                        number("email", "", "c@d.example", "use", "NET"),
                        number("fax", "work", "5"),
                        number("phone", "mobile", "6", "use", "WPN")),
                ""));
        assertThat(written.unexpressed()).isEmpty();
        assertThat(written.message())
                .contains(
                        "|1^PRN^PH~2^PRN^CP~3^^CP~4^EMR^PH~^NET^Internet^a@b.example~^NET^Internet^c@d.example|5^WPN^FX~6^^CP\r");
        assertThat(only(Patient.class, written).getTelecom())
                .extracting(t -> t.getSystem().toCode() + " " + t.getUse() + " " + t.getValue())
                .containsExactly(
                        "phone HOME 1",
                        "phone HOME 2",
                        "phone MOBILE 3",
                        "phone null 4",
                        "email null a@b.example",
                        "email null c@d.example",
                        "fax WORK 5",
                        "phone MOBILE 6");
    }

    @Test
    void ofAListOfWhichSomethingCannotBeSaidNothingIsSentSoThatTheReceiverKeepsWhatItHas() {
        MessageWriter.Written written = write(patient(
                String.join(
                        ",",
                        number("phone", "home", "1"),
                        number("url", "home", "http://x.example"),
                        number("phone", "work", "2")),
                "{\"city\":\"Ayr\"},{\"text\":\"somewhere\"}"));
        assertThat(written.message()).contains("|1^^^HOSP|||||||||||2^WPN^PH\r").doesNotContain("Ayr");
        assertThat(paths(written))
                .contains("no-field Patient.telecom[0].value", "no-field Patient.address[0].city")
                .doesNotContain("no-field Patient.telecom[2].value");

        // a number that is out of use may go
        assertThat(write(patient(number("phone", "home", "1") + "," + number("phone", "old", "2"), ""))
                        .message())
                .contains("|1^PRN^PH\r");
    }

    @Test
    void whatNoMessageCanSayIsListedWhole() {
        assertThat(paths(write("{\"resourceType\":\"CarePlan\",\"id\":\"c\"}")))
                .containsExactly("no-message-for-the-type CarePlan");
        assertThat(paths(write(observation("\"valueBoolean\":true"))))
                .containsExactly("no-type-of-value Observation.valueBoolean");
        assertThat(paths(write(observation("\"valueString\":\"x\"").replace("Patient/p1", "Patient/gone"))))
                .containsExactly("no-patient Observation.subject");
    }
}
