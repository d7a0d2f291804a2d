package org.chartlift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.nio.charset.StandardCharsets;
import org.chartlift.run.Migration;
import org.chartlift.server.ChartliftTestServer;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Test;

/** Data that an integration engine posted, and that no run of ours knows: compared with the source files alone. */
class IntegrationEngineIT {
    private static final String SYSTEM = "urn:it:engine";
    private static final String MESSAGE =
            """
            MSH|^~\\&|OLD|NORTH|ENGINE|NEW|20240105081500-0600||ADT^A31^ADT_A05|E1|P|2.5.1|||||||UNICODE UTF-8
            EVN|A31|20240105081500-0600
            PID|1||E77001^^^ENGINE-MRN^MR||Halloran^Mary^Jo||19580312|F
            AL1|1|DA^Drug allergy^HL70127|7980^Penicillin G^RXNORM|SV^Severe^HL70128|Anaphylaxis
            """
                    .replace('\n', '\r');
    private static final String BUNDLE =
            """
            {"resourceType": "Bundle", "type": "transaction", "entry": [
              {"fullUrl": "urn:uuid:6f1d9b52-4d0e-4a53-9d3f-0f6c0c1d7a01",
               "resource": {"resourceType": "Patient",
                 "identifier": [{"type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}]},
                   "system": "urn:it:engine:authority:ENGINE-MRN", "value": "E77001"}],
                 "name": [{"family": "Halloran", "given": ["Mary", "Jo"]}], "gender": "female", "birthDate": "1958-03-12"},
               "request": {"method": "POST", "url": "Patient"}},
              {"fullUrl": "urn:uuid:6f1d9b52-4d0e-4a53-9d3f-0f6c0c1d7a02",
               "resource": {"resourceType": "AllergyIntolerance",
                 "clinicalStatus": {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]},
                 "category": ["medication"],
                 "code": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "7980", "display": "Penicillin G"}]},
                 "patient": {"reference": "urn:uuid:6f1d9b52-4d0e-4a53-9d3f-0f6c0c1d7a01"},
                 "reaction": [{"manifestation": [{"text": "Anaphylaxis"}], "severity": "severe"}]},
               "request": {"method": "POST", "url": "AllergyIntolerance"}}]}
            """;

    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final Migration calls = new Migration(server.base());
    private final IGenericClient client = server.client();

    @Test
    void whatAnEngineOfOthersPostedIsComparedWithTheFiles() {
        client.transaction()
                .withBundle(client.getFhirContext().newJsonParser().parseResource(Bundle.class, BUNDLE))
                .execute();

        Migration.Answer clean = calls.operation("$reconcile", Migration.content(SYSTEM, MESSAGE));
        assertThat(gate(clean)).as(differences(clean)).isEqualTo("pass");

        AllergyIntolerance allergy = (AllergyIntolerance) client.search()
                .forResource(AllergyIntolerance.class)
                .where(AllergyIntolerance.PATIENT.hasChainedProperty(org.hl7.fhir.r4.model.Patient.IDENTIFIER
                        .exactly()
                        .systemAndIdentifier("urn:it:engine:authority:ENGINE-MRN", "E77001")))
                .returnBundle(Bundle.class)
                .execute()
                .getEntryFirstRep()
                .getResource();
        allergy.getReactionFirstRep().setSeverity(AllergyIntolerance.AllergyIntoleranceSeverity.MILD);
        client.update().resource(allergy).execute();

        Migration.Answer changed = calls.operation("$reconcile", Migration.content(SYSTEM, MESSAGE));
        assertThat(gate(changed)).isEqualTo("fail");
        assertThat(differences(changed))
                .contains("allergy.severity")
                .contains(allergy.getIdElement().getIdPart());
    }

    private static String gate(Migration.Answer answer) {
        return answer.parameters().getParameter("gate").getValue().primitiveValue();
    }

    private String differences(Migration.Answer answer) {
        Binary binary = client.read()
                .resource(Binary.class)
                .withUrl(answer.reference("differences"))
                .execute();
        return binary.getData() == null ? "" : new String(binary.getData(), StandardCharsets.UTF_8);
    }
}
