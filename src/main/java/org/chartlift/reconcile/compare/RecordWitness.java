package org.chartlift.reconcile.compare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chartlift.reconcile.Check;
import org.chartlift.reconcile.Level;
import org.chartlift.reconcile.Listed;
import org.chartlift.reconcile.Listing;
import org.chartlift.reconcile.PatientGroup;
import org.chartlift.reconcile.StatedRecord;
import org.chartlift.reconcile.Tally;
import org.chartlift.reconcile.Witness;
import org.chartlift.reconcile.fact.DirectoryKind;
import org.chartlift.reconcile.fact.FactKind;
import org.chartlift.reconcile.fact.FactSet;
import org.chartlift.reconcile.fact.JsonPath;
import org.chartlift.reconcile.fact.StatementKind;
import org.chartlift.reconcile.landed.DirectoryReader;
import org.chartlift.reconcile.landed.LandedReader;
import org.chartlift.reconcile.landed.LandedResource;
import org.chartlift.reconcile.statement.CodeTables;
import org.chartlift.reconcile.statement.DirectoryEntry;
import org.chartlift.reconcile.statement.MessageStatements;
import org.chartlift.reconcile.statement.StatedTexts;
import org.chartlift.reconcile.statement.Statement;

/** The witness for HL7 v2 records. Safe for use by several threads. */
public final class RecordWitness implements Witness {
    private final FactSet facts;
    private final MessageStatements statements;
    private final LandedReader reader;
    private final ResourceChecks checks;
    private final Set<String> types;
    private final DirectoryComparison directory;

    /**
     * @param facts what is compared
     * @param tables codes, systems and senders, as data
     * @param reader reads the server
     * @param directory finds on the server those whom many patients' records share
     * @param invariants what must hold of every resource
     */
    public RecordWitness(
            FactSet facts,
            CodeTables tables,
            LandedReader reader,
            DirectoryReader directory,
            ResourceChecks.Invariants invariants) {
        this.facts = facts;
        this.statements = new MessageStatements(facts, tables);
        this.reader = reader;
        this.checks = new ResourceChecks(invariants);
        this.directory = new DirectoryComparison(facts.directory(), directory, reader);
        this.types = facts.kinds().values().stream().map(FactKind::type).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Named named(StatedRecord record, String sourceSystem, boolean shared) {
        MessageStatements.Named named = statements.named(record, sourceSystem, shared);
        return new Named(
                named.patientKeys(),
                named.directory().stream().map(RecordWitness::listing).toList());
    }

    private static Listing listing(DirectoryEntry entry) {
        String index = DirectoryReader.index(entry.type(), entry.byName());
        return new Listing(
                entry.kind().id(),
                index,
                DirectoryReader.lookup(index, entry.lookup()),
                entry.key(),
                entry.sure(),
                // nothing must be there of what may have had no effect
                entry.said().stream()
                        .filter(s -> entry.sure() || !s.field().contains())
                        .map(s -> new Listing.Field(s.field().name(), s.field().grows(), s.values()))
                        .toList(),
                entry.path());
    }

    @Override
    public List<Check> directoryChecks(Set<String> wanted) {
        return facts.directory().stream()
                .filter(kind -> wanted.isEmpty() || wanted.contains(kind.type()))
                .flatMap(kind -> Stream.concat(
                        Stream.of(kind.missing()), kind.fields().stream().map(DirectoryKind.Field::check)))
                .toList();
    }

    @Override
    public Tally compareDirectory(List<Listed> page, Scope scope, Directory read) {
        return directory.compare(page, scope, read);
    }

    /** What one group's records say. */
    private record Stated(List<Statement> statements, List<MessageStatements.Merge> merges, StatedTexts texts) {}

    @Override
    public Tally compare(List<PatientGroup> groups, Scope scope) {
        List<Stated> stated = new ArrayList<>();
        Set<String> identifiers = new TreeSet<>();
        for (PatientGroup group : groups) {
            Stated said = read(group, scope.sourceSystem());
            stated.add(said);
            said.statements().forEach(s -> identifiers.addAll(s.subject()));
            said.merges().forEach(m -> {
                identifiers.addAll(m.from());
                identifiers.addAll(m.into());
            });
        }
        Map<String, Set<String>> patients = reader.patients(identifiers, scope.sourceSystem());
        Set<String> wanted = new TreeSet<>();
        patients.values().forEach(wanted::addAll);
        Page page = new Page(reader.compartments(wanted, types), reader, facts);
        Tally tally = new Tally();
        for (Stated said : stated) {
            group(said, patients, page, scope, tally);
        }
        checks.check(page, scope, tally);
        return tally;
    }

    private Stated read(PatientGroup group, String sourceSystem) {
        Stated stated = new Stated(new ArrayList<>(), new ArrayList<>(), new StatedTexts());
        for (StatedRecord record : group.records()) {
            MessageStatements.Said said = statements.read(record, sourceSystem, stated.texts());
            stated.statements().addAll(said.facts());
            stated.merges().addAll(said.merges());
        }
        return stated;
    }

    private void group(Stated said, Map<String, Set<String>> patients, Page page, Scope scope, Tally tally) {
        Entities entities = new Entities(patients);
        said.merges().forEach(entities::merge);
        Map<String, Map<String, List<ExpectedFact>>> charts = charts(said.statements(), entities, tally);
        Set<String> present = new HashSet<>();
        for (Statement statement : said.statements()) {
            present.add(entities.of(statement.subject()));
        }
        said.merges().forEach(m -> {
            present.add(entities.of(m.from()));
            present.add(entities.of(m.into()));
        });
        present.removeIf(p -> p.startsWith("?"));
        present.forEach(p -> charts.computeIfAbsent(p, c -> new LinkedHashMap<>()));
        charts.forEach((patient, chart) -> new ChartComparison(facts, page, scope, tally).compare(patient, chart));
        if (scope.levels().contains(Level.VALUES)) {
            charts.keySet()
                    .forEach(patient -> CarriedValues.check(page.of(patient), scope.types(), said.texts(), tally));
        }
    }

    private static Map<String, Map<String, List<ExpectedFact>>> charts(
            List<Statement> statements, Entities entities, Tally tally) {
        Map<String, ExpectedFact> byKey = new LinkedHashMap<>();
        Map<String, Map<String, List<ExpectedFact>>> charts = new TreeMap<>();
        for (Statement statement : statements) {
            if (statement.subject().isEmpty()) {
                // nothing leads from such a record to the server but the server's own word
                tally.skipped("fact-of-a-patient-without-identifier", 1);
                continue;
            }
            String own = entities.of(statement.subject());
            String patient = statement.kind().type().equals("Patient") ? own : entities.holder(own);
            // the Patient that the statement itself speaks of is part of what makes two of them one, until a merge
            // makes them one
            String key = statement.key().isEmpty()
                    ? "" + byKey.size() + "\u001d" + statement.order() + statement.path()
                    : patient + "\u001d" + statement.kind().id() + "\u001d" + statement.key();
            ExpectedFact known = byKey.get(key);
            for (int n = 2; known != null && isSeparate(known.last(), statement); n++) {
                key += "#" + n;
                known = byKey.get(key);
            }
            if (known != null) {
                known.add(statement);
            } else {
                ExpectedFact fact = new ExpectedFact(statement);
                byKey.put(key, fact);
                charts.computeIfAbsent(patient, p -> new LinkedHashMap<>())
                        .computeIfAbsent(statement.kind().id(), k -> new ArrayList<>())
                        .add(fact);
            }
        }
        return charts;
    }

    private static boolean isSeparate(Statement before, Statement now) {
        return now.repeat() == StatementKind.Repeat.SEPARATE && before.order() == now.order();
    }

    /** Resources of the patients at hand, and what they refer to. */
    static final class Page {
        private final Map<String, LandedResource> resources;
        private final Map<String, LandedResource> others = new TreeMap<>();
        private final Set<String> asked = new HashSet<>();
        private final Map<String, List<LandedResource>> byPatient = new TreeMap<>();

        Page(Map<String, LandedResource> resources, LandedReader reader, FactSet facts) {
            this.resources = resources;
            resources.values().forEach(r -> byPatient
                    .computeIfAbsent(patient(r, facts), p -> new ArrayList<>())
                    .add(r));
            List<LandedResource> from = List.copyOf(resources.values());
            // a place is part of a place: a few rounds reach the top
            while (!from.isEmpty()) {
                Set<String> next = new TreeSet<>();
                for (LandedResource resource : from) {
                    References.of(resource.json()).forEach(r -> {
                        if (!resources.containsKey(r) && asked.add(r)) {
                            next.add(r);
                        }
                    });
                }
                Map<String, LandedResource> found = reader.resources(next);
                others.putAll(found);
                from = found.values().stream()
                        .filter(r -> !r.type().equals("Patient"))
                        .toList();
            }
        }

        private static String patient(LandedResource resource, FactSet facts) {
            if (resource.type().equals("Patient")) {
                return resource.reference();
            }
            for (FactKind kind : facts.kinds().values()) {
                if (kind.type().equals(resource.type())) {
                    for (JsonPath path : kind.subject()) {
                        for (JsonPath.Found found : path.from(resource.json(), r -> null)) {
                            return found.node().path("reference").asText();
                        }
                    }
                }
            }
            return "";
        }

        /** The Patient and what names it as its own. */
        List<LandedResource> of(String patient) {
            return byPatient.getOrDefault(patient, List.of());
        }

        Map<String, LandedResource> resources() {
            return resources;
        }

        /** References that no live resource has. */
        boolean isDangling(String reference) {
            return asked.contains(reference) && !others.containsKey(reference);
        }

        com.fasterxml.jackson.databind.@org.jspecify.annotations.Nullable JsonNode resolve(String reference) {
            LandedResource resource = resources.get(reference);
            resource = resource == null ? others.get(reference) : resource;
            return resource == null ? null : resource.json();
        }
    }
}
