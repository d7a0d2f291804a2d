package org.chartlift.bench.stock;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;

/** Chartlift: one call loads a folder. */
final class OurSide {
    private static final int PAGE = 500;
    /** What the server makes about the load itself; stock has nothing of it. */
    private static final Set<String> OWN = Set.of("AuditEvent", "Provenance", "Task");

    private final IGenericClient client;

    OurSide(FhirContext fhir, URI base) {
        client = fhir.newRestfulGenericClient(base.toString());
    }

    /** Loads an extract; what types of resources it wrote. */
    Set<String> migrate(Path extract, String sourceSystem) {
        Parameters in = new Parameters();
        in.addParameter().setName("source").addPart().setName("path").setValue(new StringType(extract.toString()));
        in.addParameter().setName("sourceSystem").setValue(new UriType(sourceSystem));
        in.addParameter().setName("mode").setValue(new CodeType("load"));
        Parameters out = client.operation().onServer().named("$migrate").withParameters(in).execute();
        Set<String> types = new java.util.TreeSet<>();
        for (Parameters.ParametersParameterComponent p : out.getParameter()) {
            if (p.getName().equals("resource")) {
                types.add(part(p, "type").primitiveValue());
            }
            if (p.getName().equals("quarantined") && ((IntegerType) p.getValue()).getValue() > 0) {
                System.out.println("quarantined: " + p.getValue().primitiveValue());
            }
        }
        types.removeAll(OWN);
        return types;
    }

    private static org.hl7.fhir.r4.model.Type part(Parameters.ParametersParameterComponent p, String name) {
        return p.getPart().stream()
                .filter(x -> x.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    /** Every resource of these types that was written since. */
    List<Resource> written(Set<String> types, InstantType since) {
        List<Resource> all = new ArrayList<>();
        for (String type : types) {
            Bundle page = client.search()
                    .byUrl(type + "?_lastUpdated=ge" + since.getValueAsString() + "&_count=" + PAGE)
                    .returnBundle(Bundle.class)
                    .execute();
            add(page, all);
            while (page.getLink(Bundle.LINK_NEXT) != null) {
                page = client.loadPage().next(page).execute();
                add(page, all);
            }
        }
        return all;
    }

    private static void add(Bundle page, List<Resource> all) {
        page.getEntry().forEach(e -> all.add(e.getResource()));
    }
}
