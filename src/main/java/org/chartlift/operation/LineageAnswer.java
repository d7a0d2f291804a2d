package org.chartlift.operation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chartlift.lineage.InstanceLineage;
import org.chartlift.lineage.RecordLineage;
import org.chartlift.lineage.RuleUsed;
import org.chartlift.lineage.SourceLeaf;
import org.chartlift.lineage.SourceRecord;
import org.chartlift.record.Finding;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.hl7.fhir.r4.model.UriType;

/** Lineage as Parameters. */
final class LineageAnswer {
    private LineageAnswer() {}

    static Parameters of(InstanceLineage lineage) {
        Parameters answer = new Parameters();
        answer.addParameter("resource", new Reference(lineage.reference()));
        answer.addParameter("version", version(lineage.version()));
        reproduced(answer, lineage.reproduced(), lineage.reasons());
        Map<String, SourceRecord> records = new LinkedHashMap<>();
        lineage.values().forEach(v -> v.record().ifPresent(r -> records.put(r.logicalId() + r.run(), r)));
        records.values().forEach(r -> record(answer, r));
        for (InstanceLineage.Value v : lineage.values()) {
            ParametersParameterComponent value = answer.addParameter().setName("value");
            part(value, "path", new StringType(v.path()));
            part(value, "kind", new CodeType(v.kind()));
            rule(value, v.rule());
            text(value, "translatedBy", v.vocabulary());
            v.record().ifPresent(r -> part(value, "record", new UriType(r.logicalId())));
            v.sources().forEach(s -> source(value, s));
        }
        return answer;
    }

    static Parameters of(RecordLineage lineage) {
        Parameters answer = new Parameters();
        record(answer, lineage.record());
        if (!lineage.disposition().isEmpty()) {
            answer.addParameter("disposition", new CodeType(lineage.disposition()));
        }
        reproduced(answer, lineage.reproduced(), lineage.reasons());
        for (RecordLineage.Target t : lineage.targets()) {
            ParametersParameterComponent target = answer.addParameter().setName("target");
            part(target, "resource", new Reference(t.reference()));
            t.version().ifPresent(v -> part(target, "version", version(v)));
        }
        for (RecordLineage.Leaf l : lineage.leaves()) {
            ParametersParameterComponent leaf = answer.addParameter().setName("leaf");
            source(leaf, l.source());
            part(leaf, "outcome", new CodeType(l.outcome()));
            text(leaf, "detail", l.detail());
            rule(leaf, l.rule());
            l.targets().forEach(t -> part(leaf, "target", new StringType(t)));
        }
        for (Finding f : lineage.findings()) {
            ParametersParameterComponent finding = answer.addParameter().setName("finding");
            part(finding, "severity", new CodeType(f.severity().name()));
            part(finding, "rule", new CodeType(f.rule()));
            text(finding, "sourcePath", f.sourcePath());
            text(finding, "message", f.message());
        }
        return answer;
    }

    /** Apart from the reference, because servers leave versions out of references. */
    private static IntegerType version(long version) {
        return new IntegerType(Math.toIntExact(version));
    }

    private static void reproduced(Parameters answer, boolean reproduced, List<String> reasons) {
        answer.addParameter("reproduced", new BooleanType(reproduced));
        reasons.forEach(r -> answer.addParameter("reason", new StringType(r)));
    }

    private static void record(Parameters answer, SourceRecord r) {
        ParametersParameterComponent record = answer.addParameter().setName("record");
        part(record, "id", new UriType(r.logicalId()));
        part(record, "sourceSystem", new UriType(r.sourceSystem()));
        part(record, "location", new StringType(r.location()));
        part(record, "offset", new DecimalType(r.offset()));
        part(record, "length", new DecimalType(r.length()));
        text(record, "kind", r.kind());
        part(record, "run", new Reference("Task/chartlift-run-" + r.run()));
        part(record, "mapDigest", new StringType(r.mapDigest()));
    }

    private static void rule(ParametersParameterComponent in, RuleUsed rule) {
        text(in, "rule", rule.id());
        text(in, "ruleLocation", rule.location());
        text(in, "function", rule.function());
        text(in, "vocabulary", rule.vocabulary());
    }

    private static void source(ParametersParameterComponent in, SourceLeaf leaf) {
        ParametersParameterComponent source = in.addPart().setName("source");
        part(source, "path", new StringType(leaf.path()));
        part(source, "repetition", new IntegerType(leaf.repetition()));
        part(source, "offset", new IntegerType(leaf.offset()));
        part(source, "length", new IntegerType(leaf.length()));
        if (leaf.text() != null) {
            part(source, "text", new StringType(leaf.text()));
        }
    }

    private static void text(ParametersParameterComponent in, String name, String text) {
        if (!text.isEmpty()) {
            part(in, name, new StringType(text));
        }
    }

    private static void part(ParametersParameterComponent in, String name, Type value) {
        in.addPart().setName(name).setValue(value);
    }
}
