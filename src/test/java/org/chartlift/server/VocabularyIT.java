package org.chartlift.server;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.chartlift.load.LoadServices;
import org.chartlift.load.VocabularyLoader;
import org.chartlift.mapping.MapSet;
import org.chartlift.mapping.code.CodeMap;
import org.chartlift.mapping.code.Translation;
import org.chartlift.run.Maps;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.UriType;
import org.junit.jupiter.api.Test;

class VocabularyIT {
    private static final int SAMPLE = 400;
    private static final String ANY = "https://chartlift.org/fhir/CodeSystem/any";

    private final ChartliftTestServer server = ChartliftTestServer.shared();
    private final IGenericClient client = server.client();
    private final MapSet maps = server.bean(Maps.class).current().set();

    private record Entry(String map, String url, String system, String code) {}

    private void awaitVocabulary() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> server.bean(Vocabulary.class).load(maps).get() == null);
    }

    @Test
    void translatesAsTheConversionDoes() {
        awaitVocabulary();
        List<Entry> entries = entries();
        assertThat(entries).hasSizeGreaterThan(300);
        Random random = new Random(3);
        while (entries.size() > SAMPLE) {
            entries.remove(random.nextInt(entries.size()));
        }
        for (Entry e : entries) {
            Translation ours =
                    CodeMap.of(e.map(), maps.conceptMaps().get(e.map())).translate(e.system(), e.code());
            assertThat(translate(e)).as(e.toString()).isEqualTo(ours == null ? "" : ours.system() + "|" + ours.code());
        }
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        new TreeMap<>(maps.conceptMaps()).forEach((name, map) -> map.getGroup().forEach(group -> group.getElement()
                .forEach(element -> entries.add(new Entry(
                        name, map.getUrl(), group.getSource() == null ? "" : group.getSource(), element.getCode())))));
        return entries;
    }

    private String translate(Entry e) {
        Parameters in = new Parameters();
        in.addParameter("url", new UriType(e.url()));
        if (!e.system().isEmpty()) {
            in.addParameter("system", new UriType(e.system()));
        }
        in.addParameter("code", new CodeType(e.code()));
        Parameters out = client.operation()
                .onType(ConceptMap.class)
                .named("$translate")
                .withParameters(in)
                .execute();
        if (!((BooleanType) out.getParameter("result").getValue()).booleanValue()) {
            return "";
        }
        return out.getParameter().stream()
                .filter(p -> p.getName().equals("match"))
                .filter(p -> p.getPart().stream()
                        .noneMatch(x -> x.getName().equals("equivalence")
                                && List.of("unmatched", "disjoint")
                                        .contains(x.getValue().primitiveValue())))
                .flatMap(p -> p.getPart().stream())
                .filter(p -> p.getName().equals("concept"))
                .map(p -> (Coding) p.getValue())
                .map(c -> (ANY.equals(c.getSystem()) ? "" : c.getSystem()) + "|" + c.getCode())
                .findFirst()
                .orElse("");
    }

    @Test
    void writesOnlyWhatChanged() {
        awaitVocabulary();
        LoadServices load = server.bean(LoadServices.class);
        VocabularyLoader loader = new VocabularyLoader(
                server.bean(ca.uhn.fhir.jpa.api.dao.DaoRegistry.class),
                load.transactions(),
                load.stored(),
                load.hasher());
        ConceptMap own = new ConceptMap();
        own.setUrl("urn:it:vocabulary")
                .setName("ItOwn")
                .setStatus(org.hl7.fhir.r4.model.Enumerations.PublicationStatus.ACTIVE);
        own.addGroup()
                .setSource("urn:it:a")
                .setTarget("urn:it:b")
                .addElement()
                .setCode("a")
                .addTarget()
                .setCode("b")
                .setEquivalence(org.hl7.fhir.r4.model.Enumerations.ConceptMapEquivalence.EQUIVALENT);

        assertThat(loader.load(maps.conceptMaps())).isZero();
        assertThat(loader.load(Map.of("ItOwn", own))).isEqualTo(1);
        assertThat(loader.load(Map.of("ItOwn", own))).isZero();
        own.getGroupFirstRep().getElementFirstRep().getTargetFirstRep().setCode("c");
        assertThat(loader.load(Map.of("ItOwn", own))).isEqualTo(1);
        assertThat(translate(new Entry("ItOwn", "urn:it:vocabulary", "urn:it:a", "a")))
                .isEqualTo("urn:it:b|c");
        assertThat(client.read()
                        .resource(ConceptMap.class)
                        .withId("chartlift-ItOwn")
                        .execute()
                        .getMeta()
                        .getVersionId())
                .isEqualTo("2");
    }
}
