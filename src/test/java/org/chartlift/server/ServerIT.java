package org.chartlift.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceOperationComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;

class ServerIT {
    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final IGenericClient client = server.client();

    @Test
    void storesFindsAndKeepsTheHistoryOfAPatient() {
        Patient patient = new Patient();
        patient.setId("server-it-1");
        patient.addName().setFamily("Serverit");
        client.update().resource(patient).execute();
        patient.addName().setFamily("Changed");
        client.update().resource(patient).execute();

        Bundle found = client.search()
                .forResource(Patient.class)
                .where(Patient.FAMILY.matches().value("serverit"))
                .returnBundle(Bundle.class)
                .execute();
        Patient first = client.read()
                .resource(Patient.class)
                .withIdAndVersion("server-it-1", "1")
                .execute();

        assertThat(found.getEntry()).hasSize(1);
        assertThat(first.getName()).hasSize(1);
    }

    @Test
    void aSearchFindsWhatIsThereNowAndNotWhatAnEqualOneFoundBefore() {
        String search = "/fhir/Patient?family=serveritfresh&_format=json";
        Patient patient = new Patient();
        patient.addName().setFamily("Serveritfresh");
        patient.setId("server-it-fresh");
        assertThat(server.get(search).body()).doesNotContain("server-it-fresh");

        client.update().resource(patient).execute();
        assertThat(server.get(search).body()).contains("server-it-fresh");
        client.delete().resourceById("Patient", "server-it-fresh").execute();

        assertThat(server.get(search).body()).doesNotContain("server-it-fresh");
        assertThat(server.get(search + "&_summary=count").body()).containsPattern("\"total\": ?0\\b");
    }

    @Test
    void aTransactionThatOnlyDeletesLeavesItsEvidence() {
        client.update()
                .resource(new Patient().setActive(true).setId("server-it-doomed"))
                .execute();
        Bundle deletes = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        deletes.addEntry().getRequest().setMethod(Bundle.HTTPVerb.DELETE).setUrl("Patient/server-it-doomed");

        client.transaction().withBundle(deletes).execute();

        assertThat(server.get("/fhir/Patient/server-it-doomed").statusCode()).isEqualTo(410);
        Bundle evidence = client.search()
                .byUrl("AuditEvent?entity=Patient/server-it-doomed&action=D")
                .returnBundle(Bundle.class)
                .execute();
        assertThat(evidence.getEntry()).hasSize(1);
    }

    @Test
    void aTransactionIsAllOrNothing() {
        Bundle transaction = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        put(transaction, new Patient().setActive(true).setId("server-it-rolled-back"));
        put(transaction, observationOf("Patient/server-it-nobody").setId("server-it-broken"));

        assertThatThrownBy(() -> client.transaction().withBundle(transaction).execute())
                .isInstanceOfAny(InvalidRequestException.class, UnprocessableEntityException.class);
        assertThat(server.get("/fhir/Patient/server-it-rolled-back").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aPatientThatIsReferredToCannotBeDeleted() {
        Bundle transaction = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        put(transaction, new Patient().setActive(true).setId("server-it-referred"));
        put(transaction, observationOf("Patient/server-it-referred").setId("server-it-referrer"));
        client.transaction().withBundle(transaction).execute();

        assertThatThrownBy(() -> client.delete()
                        .resourceById("Patient", "server-it-referred")
                        .execute())
                .isInstanceOf(ResourceVersionConflictException.class);
    }

    private static void put(Bundle transaction, org.hl7.fhir.instance.model.api.IBaseResource resource) {
        org.hl7.fhir.r4.model.Resource r4 = (org.hl7.fhir.r4.model.Resource) resource;
        transaction
                .addEntry()
                .setResource(r4)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.PUT)
                .setUrl(r4.fhirType() + "/" + r4.getIdElement().getIdPart());
    }

    private static Observation observationOf(String patient) {
        return new Observation()
                .setStatus(Observation.ObservationStatus.FINAL)
                .setCode(new CodeableConcept().setText("Body weight"))
                .setSubject(new Reference(patient));
    }

    @Test
    void everyOperationInTheMetadataHasADefinition() {
        CapabilityStatement metadata =
                client.capabilities().ofType(CapabilityStatement.class).execute();

        Set<String> own = Stream.concat(
                        metadata.getRestFirstRep().getOperation().stream(),
                        metadata.getRestFirstRep().getResource().stream().flatMap(r -> r.getOperation().stream()))
                .map(CapabilityStatementRestResourceOperationComponent::getDefinition)
                .filter(definition -> definition.startsWith(server.base()))
                .collect(Collectors.toSet());

        assertThat(metadata.getSoftware().getName()).isEqualTo("Chartlift");
        assertThat(own).isNotEmpty().allSatisfy(definition -> assertThat(
                        server.get(definition.substring(server.root().length())).statusCode())
                .isEqualTo(200));
    }

    @Test
    void aStoredOperationDefinitionCanBeReadToo() {
        OperationDefinition stored = new OperationDefinition()
                .setName("Stored")
                .setStatus(PublicationStatus.DRAFT)
                .setKind(OperationDefinition.OperationKind.OPERATION)
                .setCode("stored")
                .setSystem(true)
                .setType(false)
                .setInstance(false);
        stored.setId("server-it-stored");
        client.update().resource(stored).execute();

        assertThat(client.read()
                        .resource(OperationDefinition.class)
                        .withId("server-it-stored")
                        .execute()
                        .getName())
                .isEqualTo("Stored");
    }

    @Test
    void describesItselfAsOpenApi() {
        assertThat(server.get("/fhir/api-docs?page=Patient").body()).startsWith("openapi: 3");
        assertThat(server.get("/fhir/swagger-ui/").body())
                .contains("swagger-ui")
                .doesNotContain("https://", "//cdn");
    }

    @Test
    void aBrowserGetsAPageToRead() {
        assertThat(server.get("/fhir/Patient?_format=html/json").body())
                .contains("This result is being rendered in HTML");
    }

    @Test
    void showsHealthAndMetricsAndNothingElse() {
        assertThat(server.get("/actuator/health").body()).contains("\"status\":\"UP\"", "\"db\"");
        assertThat(server.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(server.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(server.get("/actuator/prometheus").body())
                .contains("jvm_memory_used_bytes", "hikaricp_connections_active", "http_server_requests_seconds");
        for (String closed : List.of("env", "beans", "heapdump", "loggers", "mappings", "shutdown", "threaddump")) {
            assertThat(server.get("/actuator/" + closed).statusCode())
                    .as(closed)
                    .isEqualTo(404);
        }
    }
}
