package org.chartlift.reconcile.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.chartlift.load.Terms;
import org.chartlift.reconcile.job.ReconcileRequest.SampleRequest;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * A seeded, stratified sample of the charts of a comparison for review by people. Each stratum forces one chart in (as far as there are any), then the rest is drawn
 * from all charts at random. The same seed over the same patients draws the same. For one thread.
 */
final class ChartSample {
    private static final double LEVEL = 0.95;
    private static final int MANY = 10;
    private static final int LONGEST = 20;
    private static final String EXTENSION = "https://chartlift.org/fhir/StructureDefinition/reconcile-sample-";

    private final JobServices services;
    private final Comparison comparison;
    private final SampleRequest wanted;

    ChartSample(JobServices services, Comparison comparison, ReconcileRequest request) {
        this.services = services;
        this.comparison = comparison;
        this.wanted = Objects.requireNonNull(request.sample());
    }

    /** Draws, writes the List, and answers the statement that goes with it. */
    String draw() {
        SamplePopulation population = new SamplePopulation(services, comparison);
        List<String> all = shuffled(population.patients());
        Map<String, List<String>> why = new LinkedHashMap<>();
        Map<Stratum, List<String>> members = new EnumMap<>(Stratum.class);
        for (Stratum s : strata()) {
            List<String> in = shuffled(population.of(s, MANY, LONGEST));
            members.put(s, in);
        }
        force(population, members, why);
        for (String patient : all) {
            if (why.size() >= wanted.n()) {
                break;
            }
            why.computeIfAbsent(patient, p -> new ArrayList<>()).add("at random");
        }
        String statement = statement(all.size(), why.size(), members);
        services.writer().write(list(why, statement));
        return statement;
    }

    private List<Stratum> strata() {
        return wanted.strata().isEmpty()
                ? List.of(Stratum.values())
                : wanted.strata().stream().map(Stratum::of).toList();
    }

    /** One chart of each stratum, and one of each sender, as long as there is room. */
    private void force(SamplePopulation population, Map<Stratum, List<String>> members, Map<String, List<String>> why) {
        members.forEach((stratum, patients) -> {
            if (stratum != Stratum.SENDER) {
                patients.stream().limit(1).forEach(p -> take(why, p, stratum.code()));
            }
        });
        if (members.containsKey(Stratum.SENDER)) {
            population.bySender().forEach((sender, patients) -> shuffled(patients).stream()
                    .limit(1)
                    .forEach(p -> take(why, p, Stratum.SENDER.code())));
        }
    }

    private void take(Map<String, List<String>> why, String patient, String reason) {
        if (why.containsKey(patient) || why.size() < wanted.n()) {
            why.computeIfAbsent(patient, p -> new ArrayList<>()).add(reason);
        }
    }

    /** By a hash of seed and patient: no generator, so that other patients do not change who comes first. */
    private List<String> shuffled(Set<String> patients) {
        KeyedHash hash = services.hash();
        return patients.stream()
                .sorted(Comparator.comparing((String p) -> hash.text(wanted.seed() + "|" + p))
                        .thenComparing(p -> p))
                .toList();
    }

    private String statement(long population, int drawn, Map<Stratum, List<String>> members) {
        if (drawn == 0) {
            return "No chart could be drawn: the comparison has no patients on this server.";
        }
        String limit = String.format(Locale.ROOT, "%.2f", 100 * Confidence.upper(drawn, 0, LEVEL));
        long wrong = Confidence.upperOf(population, drawn, 0, LEVEL);
        StringBuilder strata = new StringBuilder();
        members.forEach((s, in) -> strata.append(strata.isEmpty() ? "" : "; ")
                .append(s.words())
                .append(s == Stratum.SENDER ? "" : ": " + in.size()));
        return drawn + " of " + population + " charts, seed " + wanted.seed()
                + ". If all of them are found right, then with 95 % confidence fewer than " + limit
                + " % of all charts are wrong (exact binomial limit; of these " + population + " charts at most "
                + wrong
                + ", hypergeometric). Forced strata and the charts in them: " + strata
                + ". Forced charts make the sample look harder at what is dangerous; the statement holds for the charts drawn at random.";
    }

    private ListResource list(Map<String, List<String>> why, String statement) {
        ListResource list = new ListResource()
                .setStatus(ListResource.ListStatus.CURRENT)
                .setMode(ListResource.ListMode.SNAPSHOT)
                .setTitle("Chart review of comparison " + comparison.id())
                .setCode(Terms.code("chart-review-sample"));
        list.setId(comparison.sampleId());
        list.addNote().setText(statement);
        list.addExtension(EXTENSION + "seed", new StringType(Long.toString(wanted.seed())));
        strata().forEach(s -> list.addExtension(EXTENSION + "stratum", new StringType(s.code())));
        Set<String> once = new HashSet<>();
        why.forEach((patient, reasons) -> {
            if (once.add(patient)) {
                ListResource.ListEntryComponent entry = list.addEntry().setItem(chart(patient));
                entry.setFlag(Terms.code(reasons.get(0)).setText(String.join(", ", reasons)));
            }
        });
        return list;
    }

    /** By name, not by a reference that must resolve: a review shall not keep on the server what a rollback or anybody else takes away. */
    private static Reference chart(String patient) {
        return new Reference()
                .setType("Patient")
                .setIdentifier(new Identifier().setValue(patient))
                .setDisplay(patient);
    }
}
