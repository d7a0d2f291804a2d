package org.chartlift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConvertCommandTest {
    private static final String ADT =
            "MSH|^~\\&|A|F|||20240102030405+0100||ADT^A01|1|P|2.5\rEVN|A01|20240102\rPID|1||77^^^F^MR||Doe^Jane||19700101|F\rPV1|1|I|W1\r";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return new CommandLine(new ChartliftCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    private JsonNode convert() throws IOException {
        out.getBuffer().setLength(0);
        int code = run(
                "convert",
                "--in",
                folder.resolve("in").toString(),
                "--out",
                folder.resolve("out").toString());
        assertThat(code).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void writesBundlesOutcomesAndOneLineOfSummary() throws IOException {
        Files.createDirectories(folder.resolve("in/sub"));
        Files.writeString(folder.resolve("in/sub/a.hl7"), ADT + ADT.replace("ADT^A01", "XXX^X01"));
        Files.writeString(folder.resolve("in/b.txt"), "hello");

        JsonNode summary = convert();

        assertThat(summary.get("files").asInt()).isEqualTo(2);
        assertThat(summary.get("records").asInt()).isEqualTo(2);
        assertThat(summary.get("converted").asInt()).isEqualTo(1);
        assertThat(summary.get("quarantined").asInt()).isEqualTo(1);
        assertThat(summary.get("excluded").get(0).get("file").asText()).isEqualTo("b.txt");
        Path results = folder.resolve("out/sub/a.hl7");
        assertThat(results.resolve("2.json")).doesNotExist();
        assertThat(results.resolve("2.findings.json")).content().contains("no-message-map");
        JsonNode bundle = new ObjectMapper().readTree(results.resolve("1.json").toFile());
        assertThat(bundle.get("type").asText()).isEqualTo("transaction");
        assertThat(bundle.get("entry").get(0).get("request").get("method").asText())
                .isEqualTo("PUT");
        List<String> lines = Files.readAllLines(results.resolve("1.outcomes.ndjson"));
        long leaves = 0;
        for (JsonNode n : summary.get("leaves")) {
            leaves += n.asLong();
        }
        assertThat(lines.size()
                        + Files.readAllLines(results.resolve("2.outcomes.ndjson"))
                                .size())
                .isEqualTo((int) leaves);
        assertThat(new ObjectMapper().readTree(lines.get(0)).fieldNames())
                .toIterable()
                .contains("path", "value", "outcome", "rule", "targets");
    }

    @Test
    void isByteIdenticalTwice() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(folder.resolve("in/a.hl7"), ADT);
        convert();
        byte[] first = Files.readAllBytes(folder.resolve("out/a.hl7/1.json"));
        convert();

        assertThat(Files.readAllBytes(folder.resolve("out/a.hl7/1.json"))).isEqualTo(first);
    }

    @Test
    void answersWithTheExitCodesOfTheCommandLine() throws IOException {
        assertThat(run("convert", "--in", folder.resolve("nope").toString(), "--out", "x"))
                .isEqualTo(2);
        assertThat(run("convert")).isEqualTo(2);
        assertThat(run("mappings", "functions")).isZero();
        assertThat(out.toString()).contains("TS>dateTime");
        Files.createDirectories(folder.resolve("site"));
        Files.writeString(folder.resolve("site/x.yaml"), "overlay: Nope\nauthor: a\nreason: r\n");
        assertThat(run("mappings", "check", "--mappings", folder.resolve("site").toString()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("x.yaml:1: ");
    }

    @Test
    void listsCoverageAndTheEffectiveSet() throws IOException {
        Path file = folder.resolve("COVERAGE.md");

        assertThat(run("mappings", "coverage", "--out", file.toString())).isZero();
        assertThat(file).content().contains("### ORU_R01").contains("| PID-3 | Patient Identifier List |");
        assertThat(run("mappings", "effective")).isZero();
        assertThat(out.toString()).contains("PID-Patient:");
    }
}
