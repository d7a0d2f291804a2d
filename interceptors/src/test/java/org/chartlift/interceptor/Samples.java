package org.chartlift.interceptor;

import java.math.BigDecimal;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Resources that pass every rule, for tests to break. */
final class Samples {
    private Samples() {}

    static Patient patient(String family) {
        Patient patient = new Patient();
        patient.addName().setFamily(family);
        patient.setBirthDateElement(new DateType("1970-05-01"));
        return patient;
    }

    static Observation observation(String patient) {
        Observation observation = new Observation();
        observation.setStatus(ObservationStatus.FINAL);
        observation
                .getCode()
                .addCoding()
                .setSystem("http://loinc.org")
                .setCode("8310-5")
                .setDisplay("Body temperature");
        observation.setSubject(new Reference(patient));
        observation.setEffective(new DateTimeType("2020-02-03"));
        observation.setValue(new Quantity()
                .setValue(new BigDecimal("36.6"))
                .setUnit("Cel")
                .setSystem("http://unitsofmeasure.org")
                .setCode("Cel"));
        return observation;
    }

    static AllergyIntolerance allergyWithoutStatus(String patient) {
        AllergyIntolerance allergy = new AllergyIntolerance();
        allergy.setPatient(new Reference(patient));
        allergy.getCode().setText("penicillin");
        return allergy;
    }

    static Bundle transaction() {
        return new Bundle().setType(BundleType.TRANSACTION);
    }

    static void post(Bundle bundle, String fullUrl, Resource resource) {
        bundle.addEntry()
                .setFullUrl(fullUrl)
                .setResource(resource)
                .getRequest()
                .setMethod(HTTPVerb.POST)
                .setUrl(resource.fhirType());
    }

    static void put(Bundle bundle, Resource resource) {
        String url = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
        bundle.addEntry()
                .setFullUrl(url)
                .setResource(resource)
                .getRequest()
                .setMethod(HTTPVerb.PUT)
                .setUrl(url);
    }
}
