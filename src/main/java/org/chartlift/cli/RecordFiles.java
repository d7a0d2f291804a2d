package org.chartlift.cli;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.mapping.LeafOutcome;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.source.SourceTree;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The files of one converted record: {@code n.json}, {@code n.outcomes.ndjson}, {@code n.findings.json}. */
final class RecordFiles {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String BASE = "https://chartlift.org/id/";

    private final Path folder;
    private final int number;

    RecordFiles(Path folder, int number) {
        this.folder = folder;
        this.number = number;
    }

    /** Removes what an earlier conversion left. */
    void delete() throws IOException {
        for (String suffix : List.of(".json", ".outcomes.ndjson", ".findings.json")) {
            Files.deleteIfExists(folder.resolve(number + suffix));
        }
    }

    void bundle(List<ConvertedResource> resources) throws IOException {
        Bundle bundle = new Bundle();
        bundle.setType(Bundle.BundleType.TRANSACTION);
        for (ConvertedResource r : resources) {
            Bundle.BundleEntryComponent entry = bundle.addEntry();
            entry.setFullUrl(BASE + r.reference());
            entry.setResource(r.resource());
            entry.getRequest().setMethod(Bundle.HTTPVerb.PUT).setUrl(r.reference());
        }
        write(".json", bundle);
    }

    void findings(List<Finding> findings) throws IOException {
        OperationOutcome outcome = new OperationOutcome();
        for (Finding f : findings) {
            OperationOutcome.OperationOutcomeIssueComponent issue = outcome.addIssue();
            issue.setSeverity(severity(f.severity()));
            issue.setCode(OperationOutcome.IssueType.PROCESSING);
            issue.getDetails().setText(f.message()).addCoding().setCode(f.rule());
            if (!f.sourcePath().isEmpty()) {
                issue.addLocation(f.sourcePath());
            }
            if (!f.targetPath().isEmpty()) {
                issue.addExpression(f.targetPath());
            }
        }
        write(".findings.json", outcome);
    }

    private static OperationOutcome.IssueSeverity severity(Severity severity) {
        return switch (severity) {
            case A -> OperationOutcome.IssueSeverity.ERROR;
            case B -> OperationOutcome.IssueSeverity.WARNING;
            case C -> OperationOutcome.IssueSeverity.INFORMATION;
        };
    }

    private void write(String suffix, Resource resource) throws IOException {
        try (OutputStream file = open(suffix);
                JsonGenerator json = JSON.createGenerator(file, JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            ResourceJson.write(resource, json);
        }
    }

    /** One line for each leaf. Without a tree (an unreadable record) the file is empty: what cannot be read has no leaves. */
    void outcomes(@Nullable SourceTree tree, List<LeafOutcome> outcomes) throws IOException {
        try (OutputStream file = open(".outcomes.ndjson");
                JsonGenerator json = JSON.createGenerator(file, JsonEncoding.UTF8)) {
            json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
            for (LeafOutcome o : outcomes) {
                int node = tree.leaf(o.leaf());
                json.writeStartObject();
                json.writeStringField("path", tree.path(node));
                json.writeNumberField("value", tree.text(node).length());
                json.writeStringField("outcome", o.outcome().word());
                json.writeStringField("rule", o.rule());
                json.writeArrayFieldStart("targets");
                for (String target : o.targets()) {
                    json.writeString(target);
                }
                json.writeEndArray();
                if (!o.detail().isEmpty()) {
                    json.writeStringField("detail", o.detail());
                }
                json.writeEndObject();
            }
        }
    }

    private OutputStream open(String suffix) throws IOException {
        Files.createDirectories(folder);
        return new BufferedOutputStream(Files.newOutputStream(folder.resolve(number + suffix)));
    }
}
