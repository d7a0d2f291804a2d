package org.chartlift.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.chartlift.ledger.CanonicalJson;
import org.chartlift.lineage.Asker;
import org.chartlift.reconcile.Level;
import org.chartlift.reconcile.job.ReconcileRequest;
import org.chartlift.reconcile.job.ReconcileRequest.Repair;
import org.chartlift.reconcile.job.ReconcileRequest.SampleRequest;
import org.chartlift.reconcile.job.Stratum;
import org.chartlift.record.ContentHash;
import org.chartlift.run.Source;
import org.chartlift.run.SourceRoots;
import org.chartlift.run.Spool;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** The Parameters of {@code $reconcile}, read strictly: what is not known is refused. Stateless. */
final class ReconcileParameters {
    private static final Set<String> SINGLE = Set.of("sourceSystem", "run", "sample", "repair", "values", "requestId");
    private static final Set<String> SEVERAL = Set.of("source", "level", "_type", "patient", "expected");
    private static final String ALL = "all";
    private static final String RUN_TASK = "Task/chartlift-run-";

    private final FhirContext fhir;
    private final SourceParameters sources;

    ReconcileParameters(FhirContext fhir, SourceRoots roots, Spool spool, List<String> formats) {
        this.fhir = fhir;
        this.sources = new SourceParameters(roots, spool, formats);
    }

    /**
     * The request.
     *
     * @throws InvalidRequestException if it is malformed
     * @throws ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException if a path is not there, or not below an allowed root
     */
    ReconcileRequest parse(Parameters parameters, Asker asker) {
        Map<String, ParametersParameterComponent> single = new HashMap<>();
        Map<String, List<ParametersParameterComponent>> several = new HashMap<>();
        for (ParametersParameterComponent p : parameters.getParameter()) {
            if (SEVERAL.contains(p.getName())) {
                several.computeIfAbsent(p.getName(), n -> new ArrayList<>()).add(p);
            } else if (!SINGLE.contains(p.getName())) {
                throw new InvalidRequestException("unknown parameter: " + p.getName());
            } else if (single.put(p.getName(), p) != null) {
                throw new InvalidRequestException("parameter given twice: " + p.getName());
            }
        }
        String sourceSystem = single.containsKey("sourceSystem")
                ? SourceParameters.uri(SourceParameters.text(single.get("sourceSystem")))
                : "";
        boolean files = several.containsKey("source");
        Long run = run(single.get("run"));
        if (files && (sourceSystem.isEmpty() || run != null)) {
            throw new InvalidRequestException("source goes with sourceSystem and without run");
        }
        Repair repair = repair(single.get("repair"));
        if (repair == Repair.APPLY && run == null && sourceSystem.isEmpty()) {
            throw new InvalidRequestException("repair apply wants a run or a sourceSystem");
        }
        Set<Level> levels = levels(several.getOrDefault("level", List.of()));
        Set<String> types = types(several.getOrDefault("_type", List.of()));
        Set<String> patients = patients(several.getOrDefault("patient", List.of()));
        SortedMap<String, Long> expected = expected(several.getOrDefault("expected", List.of()));
        SampleRequest sample = sample(single.get("sample"));
        boolean values = isTrue(single.get("values"));
        String requestId = single.containsKey("requestId") ? SourceParameters.text(single.get("requestId")) : "";
        String hash = hash(parameters);
        List<Source> from = sources.sources(several.getOrDefault("source", List.of()));
        return new ReconcileRequest(
                from,
                sourceSystem,
                run,
                levels,
                types,
                patients,
                expected,
                sample,
                repair,
                values,
                requestId,
                hash,
                asker);
    }

    private String hash(Parameters parameters) {
        String json = fhir.newJsonParser().encodeResourceToString(parameters);
        return ContentHash.of(CanonicalJson.of(json).getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    private static @Nullable Long run(@Nullable ParametersParameterComponent p) {
        if (p == null) {
            return null;
        }
        String reference = p.getValue() instanceof Reference r ? r.getReference() : null;
        if (reference == null || !reference.contains(RUN_TASK)) {
            throw new InvalidRequestException("run is not a Reference to the Task of a run");
        }
        String id = reference.substring(reference.indexOf(RUN_TASK) + RUN_TASK.length());
        return number(id, "run");
    }

    private static long number(String text, String name) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new InvalidRequestException(name + " is not a whole number", e);
        }
    }

    private static Set<Level> levels(List<ParametersParameterComponent> given) {
        Set<Level> levels = EnumSet.noneOf(Level.class);
        for (ParametersParameterComponent p : given) {
            String code = SourceParameters.text(p);
            if (ALL.equals(code)) {
                return EnumSet.allOf(Level.class);
            }
            levels.add(EnumSet.allOf(Level.class).stream()
                    .filter(l -> l.code().equals(code))
                    .findFirst()
                    .orElseThrow(() -> new InvalidRequestException("unknown level: " + code)));
        }
        return levels.isEmpty() ? EnumSet.allOf(Level.class) : levels;
    }

    private Set<String> types(List<ParametersParameterComponent> given) {
        Set<String> types = new TreeSet<>();
        for (ParametersParameterComponent p : given) {
            String type = SourceParameters.text(p);
            if (!fhir.getResourceTypes().contains(type)) {
                throw new InvalidRequestException("unknown resource type: " + type);
            }
            types.add(type);
        }
        return types;
    }

    private static Set<String> patients(List<ParametersParameterComponent> given) {
        Set<String> patients = new TreeSet<>();
        for (ParametersParameterComponent p : given) {
            if (p.getValue() instanceof Reference r && r.getReference() != null) {
                String reference = r.getReference();
                int at = reference.indexOf("Patient/");
                if (at < 0) {
                    throw new InvalidRequestException("patient is not a Reference to a Patient");
                }
                patients.add(reference.substring(at));
            } else {
                patients.add(SourceParameters.text(p));
            }
        }
        return patients;
    }

    private static SortedMap<String, Long> expected(List<ParametersParameterComponent> given) {
        SortedMap<String, Long> expected = new TreeMap<>();
        for (ParametersParameterComponent p : given) {
            Map<String, String> parts = parts(p, Set.of("kind", "records"));
            if (!parts.containsKey("records")) {
                throw new InvalidRequestException("expected has no records");
            }
            String kind = parts.getOrDefault("kind", "");
            if (expected.put(kind, number(parts.get("records"), "expected.records")) != null) {
                throw new InvalidRequestException("expected is given twice for one kind");
            }
        }
        return expected;
    }

    private static Map<String, String> parts(ParametersParameterComponent p, Set<String> known) {
        Map<String, String> parts = new HashMap<>();
        for (ParametersParameterComponent part : p.getPart()) {
            if (!known.contains(part.getName()) || parts.put(part.getName(), SourceParameters.text(part)) != null) {
                throw new InvalidRequestException("unknown or repeated part of " + p.getName() + ": " + part.getName());
            }
        }
        return parts;
    }

    private static @Nullable SampleRequest sample(@Nullable ParametersParameterComponent p) {
        if (p == null) {
            return null;
        }
        List<String> strata = new ArrayList<>();
        ParametersParameterComponent rest = new ParametersParameterComponent().setName(p.getName());
        for (ParametersParameterComponent part : p.getPart()) {
            if ("strata".equals(part.getName())) {
                strata.add(stratum(SourceParameters.text(part)));
            } else {
                rest.addPart(part);
            }
        }
        Map<String, String> parts = parts(rest, Set.of("n", "seed"));
        long n = number(parts.getOrDefault("n", "299"), "sample.n");
        if (n < 1 || n > 100_000) {
            throw new InvalidRequestException("sample.n is not between 1 and 100000");
        }
        return new SampleRequest((int) n, number(parts.getOrDefault("seed", "1"), "sample.seed"), strata);
    }

    private static String stratum(String code) {
        try {
            return Stratum.of(code).code();
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("unknown stratum: " + code, e);
        }
    }

    private static Repair repair(@Nullable ParametersParameterComponent p) {
        if (p == null) {
            return Repair.NONE;
        }
        String word = SourceParameters.text(p);
        return switch (word) {
            case "propose" -> Repair.PROPOSE;
            case "apply" -> Repair.APPLY;
            default -> throw new InvalidRequestException("unknown repair: " + word.toLowerCase(Locale.ROOT));
        };
    }

    private static boolean isTrue(@Nullable ParametersParameterComponent p) {
        if (p == null) {
            return false;
        }
        String word = SourceParameters.text(p);
        if (!"true".equals(word) && !"false".equals(word)) {
            throw new InvalidRequestException("values is not a boolean");
        }
        return "true".equals(word);
    }
}
