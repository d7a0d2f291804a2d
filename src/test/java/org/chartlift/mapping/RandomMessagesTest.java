package org.chartlift.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.hl7.fhir.r4.formats.JsonParser;

/** The built-in maps over random well-formed messages: no leaf without an outcome, no value without an origin, the same result twice. */
class RandomMessagesTest {
    private static final MapSet MAPS = MapSet.builtIn();

    @Property(tries = 300)
    void outcomesAddUpToTheLeavesAndConversionIsDeterministic(@ForAll("messages") String message) throws IOException {
        var first = MapFixture.convert(MAPS, message).conversion();
        var second = MapFixture.convert(MAPS, message).conversion();

        assertThat(first.outcomes()).hasSize(first.tree().leafCount());
        for (int i = 0; i < first.outcomes().size(); i++) {
            assertThat(first.outcomes().get(i).leaf()).isEqualTo(i);
        }
        assertThat(second.outcomes()).isEqualTo(first.outcomes());
        assertThat(json(second)).isEqualTo(json(first));
    }

    private static String json(Conversion conversion) throws IOException {
        StringBuilder all = new StringBuilder();
        for (ConvertedResource r : conversion.resources()) {
            all.append(new JsonParser().composeString(r.resource())).append('\n');
        }
        return all.toString();
    }

    @Provide
    Arbitrary<String> messages() {
        Arbitrary<String> head = Arbitraries.of(
                        "ADT^A01", "ADT^A08", "ADT^A40", "ORU^R01", "MDM^T02", "VXU^V04", "ADT^A03")
                .map(event -> "MSH|^~\\&|A|F|B|G|20240102030405||" + event + "|1|P|2.5.1");
        Arbitrary<String> name = Arbitraries.of(
                "EVN", "PID", "PD1", "NK1", "PV1", "PV2", "AL1", "DG1", "PR1", "GT1", "IN1", "ORC", "OBR", "OBX", "NTE",
                "SPM", "TXA", "RXA", "RXR", "MRG", "ZXX");
        Arbitrary<String> value = Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        "",
                        "",
                        "\"\"",
                        "1",
                        "Y",
                        "M",
                        "ED",
                        "NM",
                        "CWE",
                        "SN",
                        "20240229",
                        "202402291530+0200",
                        "19991231235959.1234",
                        "F",
                        "-1.50",
                        "LN",
                        "text/plain",
                        " "),
                Arbitraries.strings().withChars("abcXYZ019 äß-.:/").ofMaxLength(8));
        Arbitrary<String> component = value.list().ofMinSize(1).ofMaxSize(3).map(l -> String.join("&", l));
        Arbitrary<String> repetition =
                component.list().ofMinSize(1).ofMaxSize(6).map(l -> String.join("^", l));
        Arbitrary<String> field = repetition.list().ofMinSize(1).ofMaxSize(2).map(l -> String.join("~", l));
        Arbitrary<String> segment =
                name.flatMap(n -> field.list().ofMinSize(1).ofMaxSize(30).map(l -> n + "|" + String.join("|", l)));
        Arbitrary<List<String>> segments = segment.list().ofMinSize(1).ofMaxSize(8);
        return head.flatMap(h -> segments.map(s -> h + "\r" + s.stream().collect(Collectors.joining("\r"))));
    }
}
