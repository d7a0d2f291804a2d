package org.chartlift.rollback.delta;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An Observation, or a DiagnosticReport with its Observations, as ORU^R01 (v2.5.1 section 7.3.1). */
final class ResultMessage implements MessageMap {
    /** To table 0123. */
    private static final Map<String, String> STATUS = Map.of(
            "final",
            "F",
            "preliminary",
            "P",
            "partial",
            "A",
            "corrected",
            "C",
            "amended",
            "C",
            "appended",
            "C",
            "registered",
            "O",
            "cancelled",
            "X",
            "entered-in-error",
            "C");

    private static final List<String> CRITICAL = List.of(
            "Observation.value",
            "Observation.dataAbsentReason",
            "Observation.component",
            "Observation.code",
            "Observation.status",
            "DiagnosticReport.code",
            "DiagnosticReport.status",
            "DiagnosticReport.result");

    private final V2Types types;
    private final PatientSegments patients;
    private final ResultSegments results;
    private final ResourceLookup resources;

    ResultMessage(V2Types types, PatientSegments patients, ResourceLookup resources) {
        this.types = types;
        this.patients = patients;
        this.results = new ResultSegments(types);
        this.resources = resources;
    }

    @Override
    public String event() {
        return "ORU^R01^ORU_R01";
    }

    @Override
    public List<String> critical() {
        return CRITICAL;
    }

    @Override
    public List<Segment> segments(Part resource, LaterChange change) throws InexpressibleException {
        List<Segment> segments = new ArrayList<>();
        segments.add(patients.of(resource.at("subject")));
        if (change.type().equals("Observation")) {
            observation(resource, change, segments);
        } else {
            report(resource, change, segments);
        }
        return segments;
    }

    private void observation(Part observation, LaterChange change, List<Segment> segments)
            throws InexpressibleException {
        Part period = observation.at("effectivePeriod");
        String status = STATUS.getOrDefault(observation.look("status"), "");
        String time = V2Types.ts(
                observation.has("effectiveDateTime")
                        ? observation.look("effectiveDateTime")
                        : observation.look("effectiveInstant"));
        String start = period.exists() ? V2Types.ts(period.at("start")) : time;
        segments.add(new Segment("OBR")
                .field(1, "1")
                .field(3, PatientSegments.ownNumber(change))
                .field(4, types.cwe(observation.at("code")))
                .field(7, start)
                .field(8, V2Types.ts(period.at("end")))
                .field(22, V2Types.ts(observation.at("issued")))
                .field(25, status));
        segments.addAll(results.of(observation, 1));
    }

    private void report(Part report, LaterChange change, List<Segment> segments) throws InexpressibleException {
        Part period = report.at("effectivePeriod");
        String start = period.exists() ? V2Types.ts(period.at("start")) : V2Types.ts(report.at("effectiveDateTime"));
        segments.add(new Segment("OBR")
                .field(1, "1")
                .field(2, OrderNumbers.of(report, types, "PLAC"))
                .field(3, OrderNumbers.fillerOrOwn(report, types, change))
                .field(4, types.cwe(report.at("code")))
                .field(7, start)
                .field(8, V2Types.ts(period.at("end")))
                .field(22, V2Types.ts(report.at("issued")))
                .field(25, V2Types.code(report, "status", STATUS)));
        int number = 1;
        for (Part result : report.each("result")) {
            var found = resources.read(result.take("reference"));
            if (found == null) {
                throw new InexpressibleException("no-result", result.path());
            }
            result.take("display");
            List<Segment> of = results.of(Part.of(found), number);
            number += of.size();
            segments.addAll(of);
        }
    }
}
