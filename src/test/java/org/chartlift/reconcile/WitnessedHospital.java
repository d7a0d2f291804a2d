package org.chartlift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.chartlift.reconcile.compare.RecordWitness;
import org.chartlift.reconcile.compare.StoredInvariants;
import org.chartlift.reconcile.compare.WitnessFiles;
import org.chartlift.reconcile.landed.DirectoryReader;
import org.chartlift.reconcile.landed.LandedReader;
import org.chartlift.reconcile.landed.LandedResource;
import org.chartlift.run.Migration;
import org.chartlift.server.ChartliftTestServer;
import org.chartlift.validation.ServerView;
import org.springframework.jdbc.core.JdbcTemplate;

/** The hospital of {@link FaultHospital}, loaded by {@code $migrate}, with a witness that knows its source files alone. */
final class WitnessedHospital {
    private static final Pattern ID = Pattern.compile("\\bc[a-z2-7]{26}\\b");

    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final HttpClient http = HttpClient.newHttpClient();
    private final JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    private final LandedReader reader = new LandedReader(jdbc, r -> null);
    private final String sourceSystem;
    private final RecordWitness witness;
    private final List<PatientGroup> groups = new ArrayList<>();
    private DirectoryLook directory;
    private final Map<String, PatientGroup> groupOfPatient = new HashMap<>();
    private final Map<String, LandedResource> resources = new TreeMap<>();
    private final Map<String, List<LandedResource>> byType = new HashMap<>();

    WitnessedHospital(String sourceSystem, int patients) {
        this.sourceSystem = sourceSystem;
        WitnessFiles files = WitnessFiles.load(List.of());
        witness = new RecordWitness(
                files.facts(),
                files.tables(),
                reader,
                new DirectoryReader(jdbc),
                new StoredInvariants(server.bean(FhirContext.class), server.bean(ServerView.class), Clock.systemUTC()));
        List<String> messages = new FaultHospital(1).messages(patients);
        load(messages);
        group(messages);
    }

    private void load(List<String> messages) {
        try {
            Path folder = Files.createDirectories(server.sources().resolve("fault-hospital-" + messages.size()));
            Files.writeString(folder.resolve("all.hl7"), String.join("\r", messages));
            Migration migration = new Migration(server.base());
            Migration.Answer answer = migration.call(Migration.path(sourceSystem, folder));
            assertThat(answer.counts()).containsEntry("read", messages.size()).doesNotContainKey("quarantined");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void group(List<String> messages) {
        Map<String, Integer> groupOfKey = new HashMap<>();
        Map<Integer, List<StatedRecord>> records = new LinkedHashMap<>();
        for (int i = 0; i < messages.size(); i++) {
            StatedRecord record = new StatedRecord(
                    i,
                    "all.hl7#" + (i + 1),
                    "hl7v2",
                    messages.get(i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            List<String> keys = witness.named(record, sourceSystem, false).patientKeys();
            Integer number = null;
            for (String key : keys) {
                Integer known = groupOfKey.get(key);
                if (known != null && number != null && !known.equals(number)) {
                    merge(records, groupOfKey, known, number);
                }
                number = number == null ? known : number;
            }
            int group = number == null ? i : number;
            keys.forEach(k -> groupOfKey.put(k, group));
            records.computeIfAbsent(group, g -> new ArrayList<>()).add(record);
        }
        directory = new DirectoryLook(
                witness,
                records.values().stream()
                        .flatMap(List::stream)
                        .sorted(Comparator.comparingLong(StatedRecord::order))
                        .toList(),
                sourceSystem);
        resources.putAll(reader.resources(shared()));
        records.forEach((number, list) -> {
            list.sort(Comparator.comparingLong(StatedRecord::order));
            groups.add(new PatientGroup(number, list));
        });
        for (PatientGroup group : groups) {
            Set<String> keys = new TreeSet<>();
            group.records()
                    .forEach(r ->
                            keys.addAll(witness.named(r, sourceSystem, false).patientKeys()));
            reader.patients(keys, sourceSystem).values().forEach(p -> p.forEach(one -> groupOfPatient.put(one, group)));
        }
        resources.putAll(reader.compartments(
                groupOfPatient.keySet(),
                Set.of(
                        "AllergyIntolerance",
                        "Appointment",
                        "Condition",
                        "Coverage",
                        "DiagnosticReport",
                        "DocumentReference",
                        "Encounter",
                        "Immunization",
                        "MedicationAdministration",
                        "MedicationRequest",
                        "Observation",
                        "Procedure",
                        "RelatedPerson")));
        byType.putAll(resources.values().stream()
                .sorted(Comparator.comparing(WitnessedHospital::withoutIds))
                .collect(Collectors.groupingBy(LandedResource::type)));
    }

    /** Those whom many patients' records share. */
    private List<String> shared() {
        return jdbc.queryForList(
                """
                select distinct w.resource_type || '/' || w.resource_id from chartlift.write w join chartlift.run u on u.id = w.run
                join chartlift.source_system s on s.id = u.source_system
                where s.uri = ? and w.resource_type in ('Practitioner', 'Organization')""",
                String.class,
                sourceSystem);
    }

    private static void merge(
            Map<Integer, List<StatedRecord>> records, Map<String, Integer> groupOfKey, int from, int into) {
        List<StatedRecord> moved = records.remove(from);
        if (moved != null) {
            records.computeIfAbsent(into, g -> new ArrayList<>()).addAll(moved);
        }
        groupOfKey.replaceAll((k, g) -> g == from ? into : g);
    }

    /** Resources of the type in the order of what they say: ids differ from server to server. */
    List<LandedResource> of(String type) {
        return byType.getOrDefault(type, List.of());
    }

    private static String withoutIds(LandedResource resource) {
        return ID.matcher(resource.json().toString()).replaceAll("");
    }

    /** All patients, all levels. */
    Tally compareAll() {
        Tally tally = witness.compare(groups, scope());
        tally.add(directory.compare(scope()));
        return tally;
    }

    private Witness.Scope scope() {
        return new Witness.Scope(EnumSet.allOf(Level.class), Set.of(), sourceSystem);
    }

    /** Compares the patients that the resource belongs to, now or in the source; and those whom they share, if it belongs to none. */
    List<Difference> compare(Collection<String> patients) {
        List<PatientGroup> touched = patients.stream()
                .map(groupOfPatient::get)
                .filter(g -> g != null)
                .distinct()
                .toList();
        List<Difference> differences =
                new ArrayList<>(witness.compare(touched, scope()).differences());
        if (patients.contains("")) {
            differences.addAll(directory.compare(scope()).differences());
        }
        return differences;
    }

    /** The patient of a resource, {@code Patient/id}. */
    static String patientOf(com.fasterxml.jackson.databind.JsonNode resource) {
        if (resource.path("resourceType").asText().equals("Patient")) {
            return "Patient/" + resource.path("id").asText();
        }
        for (String pointer : List.of("/subject/reference", "/patient/reference", "/beneficiary/reference")) {
            if (resource.at(pointer).isTextual()) {
                return resource.at(pointer).asText();
            }
        }
        for (com.fasterxml.jackson.databind.JsonNode participant : resource.path("participant")) {
            String actor = participant.at("/actor/reference").asText();
            if (actor.startsWith("Patient/")) {
                return actor;
            }
        }
        return "";
    }

    /** A planting: what it did, and how to undo it. */
    final class Planted implements Fault.Chart {
        private final Random random;
        private final Map<String, LandedResource> before = new LinkedHashMap<>();
        private final List<String> added = new ArrayList<>();
        private final Set<String> patients = new TreeSet<>();

        Planted(Random random) {
            this.random = random;
        }

        Set<String> patients() {
            return patients;
        }

        private String remember(ObjectNode resource) {
            String reference = resource.path("resourceType").asText() + "/"
                    + resource.path("id").asText();
            LandedResource stored = resources.get(reference);
            stored = stored == null ? reader.resources(List.of(reference)).get(reference) : stored;
            before.putIfAbsent(reference, stored);
            patients.add(patientOf(stored.json()));
            patients.add(patientOf(resource));
            return reference;
        }

        @Override
        public void put(ObjectNode resource) {
            write(remember(resource), resource.toString());
        }

        @Override
        public void delete(ObjectNode resource) {
            String reference = remember(resource);
            int status = send("DELETE", "/" + reference, "");
            if (status >= 300) {
                // others refer to it: it is gone behind the server's back, as in a failed bulk load
                gone(reference, true);
            }
        }

        @Override
        public void add(ObjectNode resource) {
            String reference = resource.path("resourceType").asText() + "/planted-" + Math.abs(random.nextInt());
            patients.add(patientOf(resource));
            resource.put("id", reference.substring(reference.indexOf('/') + 1));
            added.add(reference);
            assertThat(send("PUT", "/" + reference, resource.toString())).isLessThan(300);
        }

        @Override
        public ObjectNode other(String type, ObjectNode than) {
            List<LandedResource> all = of(type).stream()
                    .filter(r -> !patientOf(r.json()).equals(patientOf(than)))
                    .toList();
            return all.get(random.nextInt(all.size())).json().deepCopy();
        }

        @Override
        public ObjectNode get(String reference) {
            return reader.resources(List.of(reference)).get(reference).json().deepCopy();
        }

        void undo() {
            before.forEach((reference, resource) -> {
                gone(reference, false);
                write(reference, resource.json().toString());
            });
            added.forEach(
                    reference -> assertThat(send("DELETE", "/" + reference, "")).isLessThan(300));
        }

        /** Through FHIR; what the server's own guards refuse is written behind its back. */
        private void write(String reference, String body) {
            if (send("PUT", "/" + reference, body) >= 300) {
                jdbc.update(
                        """
                        update hfj_res_ver v set res_text_vc = ? from hfj_resource r
                        where r.res_id = v.res_id and r.res_ver = v.res_ver and r.res_type = ? and r.fhir_id = ?""",
                        body,
                        reference.substring(0, reference.indexOf('/')),
                        reference.substring(reference.indexOf('/') + 1));
            }
        }

        private void gone(String reference, boolean deleted) {
            jdbc.update(
                    "update hfj_resource set res_deleted_at = " + (deleted ? "res_updated" : "null")
                            + " where res_type = ? and fhir_id = ? and (res_deleted_at is null) = ?"
                            + (deleted
                                    ? ""
                                    : " and exists (select 1 from hfj_res_ver v where v.res_id = hfj_resource.res_id and v.res_ver = hfj_resource.res_ver and v.res_deleted_at is null)"),
                    reference.substring(0, reference.indexOf('/')),
                    reference.substring(reference.indexOf('/') + 1),
                    deleted);
        }

        private int send(String method, String path, String body) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.base() + path))
                    .header("Content-Type", "application/fhir+json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            try {
                return http.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
