package org.chartlift.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chartlift.validation.InvariantsFixture.STORED_PATIENT;
import static org.chartlift.validation.InvariantsFixture.check;
import static org.chartlift.validation.InvariantsFixture.rules;

import java.util.List;
import java.util.Set;
import org.chartlift.record.Finding;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationInvariantsTest {
    private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    @Test
    void a_sound_observation_has_no_findings() {
        assertThat(rules(observation())).isEmpty();
    }

    @Test
    void an_allergy_needs_a_clinical_status_unless_it_was_entered_in_error() {
        AllergyIntolerance allergy = allergy();
        allergy.setClinicalStatus(null);
        assertThat(rules(allergy))
                .containsExactly("A allergy-clinical-status-missing AllergyIntolerance.clinicalStatus");
        allergy.getVerificationStatus().addCoding(verification("entered-in-error"));
        assertThat(rules(allergy)).isEmpty();
        allergy.getClinicalStatus().addCoding(clinical("active"));
        assertThat(rules(allergy))
                .containsExactly("A allergy-clinical-status-of-withdrawn AllergyIntolerance.clinicalStatus");
    }

    @Test
    void an_allergy_whose_source_had_no_status_says_so() {
        AllergyIntolerance allergy = allergy();
        allergy.setClinicalStatus(new CodeableConcept());
        allergy.getClinicalStatus().addExtension(ABSENT, new CodeType("unknown"));
        assertThat(rules(allergy)).isEmpty();
    }

    @Test
    void a_refuted_allergy_is_not_active() {
        AllergyIntolerance allergy = allergy();
        allergy.getVerificationStatus().addCoding(verification("refuted"));
        assertThat(rules(allergy)).containsExactly("B allergy-status-conflict AllergyIntolerance.verificationStatus");
    }

    @Test
    void a_code_without_system_weighs_by_what_a_reader_is_left_with() {
        AllergyIntolerance allergy = allergy();
        allergy.setCode(new CodeableConcept(new Coding().setCode("417")));
        assertThat(rules(allergy)).containsExactly("A code-without-system AllergyIntolerance.code.coding[0].system");
        allergy.getCode().setText("penicillin");
        assertThat(rules(allergy)).containsExactly("B code-without-system AllergyIntolerance.code.coding[0].system");
        Observation observation = observation();
        observation.addCategory(new CodeableConcept(new Coding().setCode("LAB")));
        assertThat(rules(observation))
                .containsExactly("C code-without-system Observation.category[0].coding[0].system");
        Encounter encounter = new Encounter().setSubject(new Reference(STORED_PATIENT));
        encounter.setClass_(new Coding().setCode("I"));
        assertThat(rules(encounter)).containsExactly("C code-without-system Encounter.class.system");
    }

    @Test
    void a_dose_without_unit_is_told_and_passes() {
        MedicationRequest request = new MedicationRequest().setSubject(new Reference(STORED_PATIENT));
        request.addDosageInstruction().addDoseAndRate().setDose(new Quantity(5));
        assertThat(rules(request))
                .containsExactly(
                        "B dose-without-unit MedicationRequest.dosageInstruction[0].doseAndRate[0].doseQuantity");
        Immunization immunization = new Immunization().setPatient(new Reference(STORED_PATIENT));
        immunization.setDoseQuantity(new Quantity(0.5));
        assertThat(rules(immunization)).containsExactly("B dose-without-unit Immunization.doseQuantity");
        immunization.getDoseQuantity().setUnit("mL");
        assertThat(rules(immunization)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"mg,true", "mm[Hg],true", "10*9/L,true", "Cel,true", "{tablets},true", "MG/DL,false", "cc,false"})
    void a_unit_that_claims_to_be_ucum_is_ucum(String code, boolean valid) {
        Observation observation = observation();
        observation.setValue(new Quantity()
                .setValue(1)
                .setSystem("http://unitsofmeasure.org")
                .setCode(code));
        if (valid) {
            assertThat(rules(observation)).isEmpty();
        } else {
            assertThat(rules(observation)).containsExactly("A unit-not-ucum Observation.valueQuantity.code");
        }
    }

    @Test
    void a_unit_that_is_kept_as_text_is_nobodys_claim() {
        Observation observation = observation();
        observation.setValue(new Quantity().setValue(1).setUnit("MG/DL"));
        assertThat(rules(observation)).isEmpty();
    }

    @Test
    void a_resource_says_whose_it_is() {
        Condition condition = new Condition().setCode(new CodeableConcept().setText("asthma"));
        assertThat(rules(condition)).containsExactly("A patient-missing Condition.subject");
        condition.setSubject(new Reference().setDisplay("somebody"));
        assertThat(rules(condition)).containsExactly("A patient-missing Condition.subject");
        condition.getSubject().getIdentifier().setValue("17");
        assertThat(rules(condition)).isEmpty();
        Observation observation = observation();
        observation.setSubject(null);
        assertThat(rules(observation)).containsExactly("B patient-missing Observation.subject");
    }

    @Test
    void a_reference_leads_somewhere() {
        Observation observation = observation();
        observation.setEncounter(new Reference("Encounter/unknown"));
        observation.addPerformer(new Reference("#missing"));
        observation.addPerformer(new Reference("urn:uuid:00000000-0000-0000-0000-000000000001"));
        assertThat(rules(observation))
                .containsExactlyInAnyOrder(
                        "A dangling-reference Observation.encounter",
                        "A dangling-reference Observation.performer[0]",
                        "A dangling-reference Observation.performer[1]");
    }

    @Test
    void references_that_others_resolve_are_left_alone() {
        Observation observation = observation();
        observation.getSubject().setReference(STORED_PATIENT + "/_history/3");
        observation.addPerformer(new Reference("https://elsewhere.test/fhir/Practitioner/1"));
        observation.addPerformer(new Reference("Practitioner?identifier=urn:x|1"));
        observation.addPerformer(new Reference().setDisplay("Dr. Who"));
        assertThat(rules(observation)).isEmpty();
    }

    @Test
    void resources_of_one_transaction_may_refer_to_each_other_by_full_url() {
        Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
        String url = "urn:uuid:00000000-0000-0000-0000-000000000002";
        bundle.addEntry()
                .setFullUrl(url)
                .setResource(new Patient().setBirthDateElement(new DateType("2000")))
                .getRequest()
                .setMethod(HTTPVerb.POST);
        Observation observation = observation();
        observation.setSubject(new Reference(url));
        observation.setEffective(new DateTimeType("1999-12-31"));
        bundle.addEntry().setResource(observation).getRequest().setMethod(HTTPVerb.POST);
        ValidationContext context = new ValidationContext(InvariantsFixture.NOW, ServerView.empty(), Set.of());
        List<List<Finding>> findings = new MigrationInvariants().check(ResourceSet.of(bundle), context);
        assertThat(findings.get(0)).isEmpty();
        assertThat(findings.get(1)).extracting(Finding::rule).containsExactly("event-before-birth");
    }

    @Test
    void nothing_happens_before_birth_or_after_the_extract() {
        Observation observation = observation();
        observation.setEffective(new DateTimeType("1969"));
        assertThat(rules(observation)).containsExactly("B event-before-birth Observation.effectiveDateTime");
        observation.setEffective(new DateTimeType("1970"));
        assertThat(rules(observation)).isEmpty();
        observation.setEffective(new DateTimeType("2025"));
        assertThat(rules(observation)).containsExactly("B event-after-extract Observation.effectiveDateTime");
        observation.setEffective(new InstantType("2024-06-01T01:59:59+02:00"));
        assertThat(rules(observation)).isEmpty();
        observation.setEffective(new InstantType("2024-06-01T02:00:01+02:00"));
        assertThat(rules(observation)).containsExactly("B event-after-extract Observation.effectiveInstant");
    }

    @Test
    void what_is_planned_may_lie_ahead() {
        Encounter encounter = new Encounter().setSubject(new Reference(STORED_PATIENT));
        encounter.setStatus(Encounter.EncounterStatus.PLANNED);
        encounter.getPeriod().setStartElement(new DateTimeType("2030"));
        assertThat(rules(encounter)).isEmpty();
    }

    @Test
    void a_period_does_not_end_before_it_starts() {
        Encounter encounter = new Encounter().setSubject(new Reference(STORED_PATIENT));
        encounter
                .getPeriod()
                .setStartElement(new DateTimeType("2020-03"))
                .setEndElement(new DateTimeType("2020-03-01"));
        assertThat(rules(encounter)).isEmpty();
        encounter.getPeriod().setEndElement(new DateTimeType("2020-02-29"));
        assertThat(rules(encounter)).containsExactly("A period-reversed Encounter.period");
    }

    @Test
    void an_author_that_the_source_named_is_not_lost() {
        Observation observation = observation();
        observation.setId("o1");
        assertThat(check(observation, Set.of("Observation/o1")))
                .extracting(Finding::rule)
                .containsExactly("attribution-lost");
        observation.addPerformer(new Reference().setDisplay("Dr. Who"));
        assertThat(check(observation, Set.of("Observation/o1"))).isEmpty();
    }

    @Test
    void an_empty_resource_is_no_resource() {
        Patient patient = new Patient();
        patient.setId("p1");
        patient.getMeta().addProfile("http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient");
        assertThat(rules(patient)).containsExactly("A empty-resource Patient");
        patient.setActive(true);
        assertThat(rules(patient)).isEmpty();
    }

    @Test
    void findings_are_given_resource_by_resource_in_order() {
        Observation unlinked = observation();
        unlinked.setSubject(null);
        ResourceSet set = ResourceSet.of(List.of(observation(), unlinked, observation()));
        ServerView everything = new ServerView() {
            @Override
            public Set<String> missing(Set<String> references) {
                return Set.of();
            }

            @Override
            public java.util.Map<String, String> birthDates(Set<String> patients) {
                return java.util.Map.of();
            }
        };
        assertThat(new MigrationInvariants()
                        .check(set, new ValidationContext(InvariantsFixture.NOW, everything, Set.of())))
                .extracting(List::size)
                .containsExactly(0, 1, 0);
    }

    private static Observation observation() {
        Observation observation = new Observation();
        observation.setSubject(new Reference(STORED_PATIENT));
        observation.getCode().addCoding(new Coding("http://loinc.org", "8310-5", "Body temperature"));
        return observation;
    }

    private static AllergyIntolerance allergy() {
        AllergyIntolerance allergy = new AllergyIntolerance();
        allergy.setPatient(new Reference(STORED_PATIENT));
        allergy.getCode().setText("penicillin");
        allergy.getClinicalStatus().addCoding(clinical("active"));
        return allergy;
    }

    private static Coding clinical(String code) {
        return new Coding("http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", code, null);
    }

    private static Coding verification(String code) {
        return new Coding("http://terminology.hl7.org/CodeSystem/allergyintolerance-verification", code, null);
    }
}
