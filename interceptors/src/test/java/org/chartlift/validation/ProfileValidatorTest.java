package org.chartlift.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;

class ProfileValidatorTest {
    private static final String US_CORE_PATIENT = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient";
    private static final ProfileValidator BASE = ProfileValidator.create(ProfileSettings.strict());

    @Test
    void findings_stand_with_the_resource_they_belong_to() {
        List<Resource> resources = new ArrayList<>();
        for (int i = 0; i < ProfileValidator.RESOURCES_PER_CALL + 10; i++) {
            Observation observation = observation();
            observation.setId("o" + i);
            if (i == 3 || i == ProfileValidator.RESOURCES_PER_CALL + 5) {
                observation.setStatus(null);
            }
            resources.add(observation);
        }
        List<List<Finding>> findings = BASE.validate(resources);
        assertThat(findings).hasSameSizeAs(resources);
        for (int i = 0; i < resources.size(); i++) {
            boolean broken = i == 3 || i == ProfileValidator.RESOURCES_PER_CALL + 5;
            assertThat(findings.get(i).stream().anyMatch(f -> f.severity() == Severity.A))
                    .as("resource %d", i)
                    .isEqualTo(broken);
        }
    }

    @Test
    void an_error_is_class_a_and_names_what_is_missing() {
        Observation observation = observation();
        observation.setStatus(null);
        assertThat(errors(BASE, observation)).singleElement().satisfies(f -> assertThat(f.message())
                .startsWith("Observation.status: minimum required = 1"));
    }

    @Test
    void a_code_whose_system_is_not_loaded_is_class_c() {
        Observation observation = observation();
        observation.getCode().getCodingFirstRep().setSystem("urn:oid:1.2.3.4");
        assertThat(BASE.validate(List.of(observation)).get(0)).isNotEmpty().allMatch(f -> f.severity() == Severity.C);
    }

    @Test
    void a_code_that_its_loaded_system_does_not_have_is_class_a() {
        AllergyIntolerance allergy = new AllergyIntolerance();
        allergy.setPatient(new Reference("Patient/1"));
        allergy.getClinicalStatus()
                .addCoding()
                .setSystem("http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical")
                .setCode("bogus");
        assertThat(errors(BASE, allergy)).isNotEmpty().allMatch(f -> f.targetPath()
                .equals("AllergyIntolerance.clinicalStatus"));
    }

    @Test
    void an_unknown_profile_is_an_error_unless_settings_say_otherwise() {
        Patient patient = new Patient().setActive(true);
        patient.getMeta().addProfile("https://nobody.test/StructureDefinition/unknown");
        assertThat(errors(BASE, patient)).hasSize(1);
        ProfileValidator lenient = ProfileValidator.create(new ProfileSettings(List.of(), false));
        assertThat(errors(lenient, patient)).isEmpty();
        assertThat(lenient.validate(List.of(patient)).get(0)).isNotEmpty();
    }

    @Test
    void messages_hold_no_value_of_the_patient() {
        Patient patient = new Patient();
        patient.getGenderElement().setValueAsString("male");
        patient.addIdentifier().setSystem("Secretsystem").setValue("Secretvalue");
        patient.addName().addGiven("  Secretname ");
        patient.addTelecom().setValue("Secretphone");
        patient.addExtension("Secreturl", new StringType("Secretextension"));
        patient.getMaritalStatus()
                .addCoding()
                .setSystem("http://terminology.hl7.org/CodeSystem/v3-MaritalStatus")
                .setCode("Secretcode");
        List<Finding> findings = BASE.validate(List.of(patient)).get(0);
        assertThat(findings).isNotEmpty();
        assertThat(findings)
                .noneMatch(f -> f.message().contains("Secret") || f.targetPath().contains("Secret"));
    }

    @Test
    void packages_from_files_are_known() {
        Path usCore = Path.of(
                System.getProperty("chartlift.corpus", "shared"), "fhir-packages", "hl7.fhir.us.core-6.1.0.tgz");
        assumeTrue(Files.exists(usCore), () -> "no US Core package at " + usCore);
        ProfileValidator validator = ProfileValidator.create(new ProfileSettings(List.of(usCore), true));
        Patient patient = new Patient();
        patient.getMeta().addProfile(US_CORE_PATIENT);
        assertThat(errors(validator, patient))
                .extracting(Finding::message)
                .anyMatch(m -> m.startsWith("Patient.identifier: minimum required = 1"))
                .anyMatch(m -> m.startsWith("Patient.name: minimum required = 1"));
        patient.addIdentifier().setSystem("urn:test").setValue("1");
        patient.addName().setFamily("A").addGiven("B");
        patient.setGender(AdministrativeGender.FEMALE);
        assertThat(errors(validator, patient)).isEmpty();
    }

    private static List<Finding> errors(ProfileValidator validator, Resource resource) {
        return validator.validate(List.of(resource)).get(0).stream()
                .filter(f -> f.severity() == Severity.A)
                .toList();
    }

    private static Observation observation() {
        Observation observation = new Observation();
        observation.setStatus(ObservationStatus.FINAL);
        observation.getCode().addCoding().setSystem("http://loinc.org").setCode("8310-5");
        observation.setSubject(new Reference("Patient/1"));
        return observation;
    }
}
