package org.chartlift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.FhirPathExecutionException;
import ca.uhn.fhir.fhirpath.IFhirPath;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chartlift.ledger.RawStore;
import org.chartlift.reconcile.compare.RecordWitness;
import org.chartlift.reconcile.compare.StoredInvariants;
import org.chartlift.reconcile.compare.WitnessFiles;
import org.chartlift.reconcile.landed.DirectoryReader;
import org.chartlift.reconcile.landed.LandedReader;
import org.chartlift.reconcile.landed.LandedResource;
import org.chartlift.record.ContentHash;
import org.chartlift.run.Migration;
import org.chartlift.security.PayloadCipher;
import org.chartlift.server.ChartliftTestServer;
import org.chartlift.validation.ServerView;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.yaml.snakeyaml.Yaml;

/**
 * Facts that people read in corpus messages by eye (the tables of {@code hand-checked}) are falsified on the server one by one, and the witness must see each. What a person wrote
 * down decides which values matter, so that the witness is not measured by its own list of fields.
 */
class HandWrittenFactsIT {
    /** What docs/reconcile.md says that nothing compares. All else must be seen. */
    private static final List<Pattern> NOT_COMPARED = List.of(Pattern.compile("MessageHeader\\..*"));

    private static final int MESSAGES = 60;

    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    private final FhirContext fhir = server.bean(FhirContext.class);
    private final IFhirPath paths = FhirContext.forR4Cached().newFhirPath();
    private final LandedReader reader = new LandedReader(jdbc, r -> null);

    private record Fact(String path, String value) {}

    private record Message(String file, int record, List<Fact> facts) {}

    @Test
    void falsifiedFactsThatPeopleWroteDownAreSeen() throws Exception {
        Path corpus = Path.of(System.getProperty("chartlift.corpus", "../shared"), "corpus", "hl7v2");
        assumeTrue(Files.isDirectory(corpus), () -> "no corpus at " + corpus + ": set -Dchartlift.corpus");
        WitnessFiles files = WitnessFiles.load(List.of());
        RecordWitness witness = new RecordWitness(
                files.facts(),
                files.tables(),
                reader,
                new DirectoryReader(jdbc),
                new StoredInvariants(fhir, server.bean(ServerView.class), Clock.systemUTC()));
        int messages = 0;
        int planted = 0;
        List<String> unseen = new ArrayList<>();
        List<String> notCompared = new ArrayList<>();
        List<String> falseAlarms = new ArrayList<>();
        int number = 0;
        for (Message message : tables()) {
            String system = "https://hand-" + ++number + ".example";
            List<StatedRecord> records = load(corpus.resolve(message.file()), system);
            PatientGroup group = new PatientGroup(0, records);
            Witness.Scope scope = new Witness.Scope(EnumSet.allOf(Level.class), Set.of(), system);
            DirectoryLook directory = new DirectoryLook(witness, records, system);
            Stream.of(witness.compare(List.of(group), scope), directory.compare(scope))
                    .flatMap(t -> t.differences().stream())
                    .forEach(d ->
                            falseAlarms.add(message.file() + " " + d.check().name() + " " + d.sourcePath()));
            List<String> keys = records.stream()
                    .flatMap(r -> witness.named(r, system, false).patientKeys().stream())
                    .toList();
            Set<String> written = written(system);
            messages += written.isEmpty() ? 0 : 1;
            for (Fact fact : message.facts()) {
                Boolean seen = keys.isEmpty()
                        ? null
                        : falsify(fact, written, () -> Stream.of(
                                        witness.compare(List.of(group), scope), directory.compare(scope))
                                .anyMatch(t -> !t.differences().isEmpty()));
                planted += seen == null ? 0 : 1;
                if (Boolean.FALSE.equals(seen)) {
                    (NOT_COMPARED.stream().anyMatch(p -> p.matcher(fact.path()).matches()) ? notCompared : unseen)
                            .add(message.file() + " " + fact.path());
                }
            }
        }
        System.out.println("hand-written facts: " + messages + " messages, " + planted + " falsified, " + unseen.size()
                + " missed, in elements that are not compared " + notCompared);
        assertThat(falseAlarms).isEmpty();
        assertThat(messages).isGreaterThanOrEqualTo(MESSAGES);
        assertThat(planted).isGreaterThan(messages);
        assertThat(unseen).isEmpty();
    }

    private List<StatedRecord> load(Path file, String system) throws IOException {
        Migration migration = new Migration(server.base());
        Path copy = Files.createDirectories(server.sources().resolve("hand")).resolve(file.getFileName());
        Files.write(copy, Files.readAllBytes(file));
        try {
            migration.call(Migration.path(system, copy));
        } finally {
            Files.delete(copy);
        }
        RawStore raw = new RawStore(jdbc, server.bean(PayloadCipher.class));
        return jdbc.query(
                """
                select r.seq, r.file, r.number, r.sha256 from chartlift.source_record r join chartlift.run u on u.id = r.run
                join chartlift.source_system s on s.id = u.source_system where s.uri = ?
                and r.disposition in ('created', 'updated', 'unchanged', 'merged') order by r.seq""",
                (rs, i) -> new StatedRecord(
                        rs.getLong(1),
                        rs.getString(2) + "#" + rs.getInt(3),
                        "hl7v2",
                        raw.get(new ContentHash(HexFormat.of().formatHex(rs.getBytes(4))))
                                .orElseThrow()),
                system);
    }

    private Set<String> written(String system) {
        return new TreeSet<>(jdbc.queryForList(
                """
                select distinct w.resource_type || '/' || w.resource_id from chartlift.write w join chartlift.run u on u.id = w.run
                join chartlift.source_system s on s.id = u.source_system where s.uri = ?""",
                String.class,
                system));
    }

    private interface Witnessed {
        boolean sees();
    }

    /** Null if the fact is not about a value that could be falsified. */
    private Boolean falsify(Fact fact, Set<String> written, Witnessed witnessed) {
        String type = fact.path().split("[.(]")[0];
        if (fact.path().contains("exists()")
                || fact.path().contains("count()")
                || fact.path().contains("empty()")) {
            return null;
        }
        List<String> of = written.stream().filter(r -> r.startsWith(type + "/")).toList();
        for (Map.Entry<String, LandedResource> landed : reader.resources(of).entrySet()) {
            String original = landed.getValue().json().toString();
            Resource resource = (Resource) fhir.newJsonParser().parseResource(original);
            if (change(resource, fact)) {
                body(landed.getKey(), fhir.newJsonParser().encodeResourceToString(resource));
                try {
                    return witnessed.sees();
                } finally {
                    body(landed.getKey(), original);
                }
            }
        }
        return null;
    }

    private boolean change(Resource resource, Fact fact) {
        try {
            for (Base base : paths.evaluate(resource, fact.path(), Base.class)) {
                if (base instanceof PrimitiveType<?> primitive
                        && List.of(fact.value().split(" \\| ")).contains(primitive.primitiveValue())) {
                    return falsified(primitive);
                }
            }
            return false;
        } catch (FhirPathExecutionException e) {
            return false;
        }
    }

    private static boolean falsified(PrimitiveType<?> primitive) {
        String value = primitive.getValueAsString();
        for (String other : List.of(
                value + "x",
                "male",
                "female",
                "entered-in-error",
                "unknown",
                "1999-09-09",
                "1999-09-09T09:09:09Z",
                "4711",
                "true",
                "false")) {
            try {
                if (!other.equals(value)) {
                    primitive.setValueAsString(other);
                    return true;
                }
            } catch (RuntimeException e) {
                // not of this type's form: the next one
                primitive.setValueAsString(value);
            }
        }
        return false;
    }

    private void body(String reference, String body) {
        jdbc.update(
                """
                update hfj_res_ver v set res_text_vc = ? from hfj_resource r
                where r.res_id = v.res_id and r.res_ver = v.res_ver and r.res_type = ? and r.fhir_id = ?""",
                body,
                reference.substring(0, reference.indexOf('/')),
                reference.substring(reference.indexOf('/') + 1));
    }

    @SuppressWarnings("unchecked")
    private static List<Message> tables() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(HandWrittenFactsIT.class.getResource("/hand-checked"))
                .toURI());
        List<Message> messages = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    for (Map<String, Object> row : (List<Map<String, Object>>) new Yaml().load(in)) {
                        List<Fact> facts = ((List<Map<String, Object>>) row.get("expect"))
                                .stream()
                                        .map(e -> new Fact((String) e.get("path"), String.valueOf(e.get("value"))))
                                        .toList();
                        messages.add(new Message((String) row.get("file"), (Integer) row.get("record"), facts));
                    }
                }
            }
        }
        return messages;
    }
}
