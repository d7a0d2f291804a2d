package org.chartlift.bench.peer;

import io.github.linuxforhealth.fhir.FHIRContext;
import io.github.linuxforhealth.hl7.ConverterOptions;
import io.github.linuxforhealth.hl7.HL7ToFHIRConverter;
import io.github.linuxforhealth.hl7.message.HL7MessageEngine;
import org.hl7.fhir.r4.model.Bundle;

/** The peer as it is meant to be used, up to the Bundle object: without encoding it to JSON and without validation. */
final class PeerConverter {
    private final HL7ToFHIRConverter converter = new HL7ToFHIRConverter();
    private final ConverterOptions options = new ConverterOptions.Builder()
            .withBundleType(Bundle.BundleType.COLLECTION)
            .withZoneIdText("America/Chicago")
            .build();
    private final HL7MessageEngine engine =
            new HL7MessageEngine(new FHIRContext(false, false, options.getProperties(), options.getZoneIdText()), options.getBundleType());

    Bundle convert(String message) {
        return converter.convertToBundle(message, options, engine);
    }
}
