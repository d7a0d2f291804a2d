package org.chartlift.mapping;

import java.util.List;
import org.chartlift.record.Finding;
import org.chartlift.record.Severity;
import org.chartlift.source.SourceTree;

/** Converts by compiled maps; each conversion is a {@link Run} of its own. */
final class CompiledConverter implements Converter {
    private final CompiledMaps maps;
    private final MapSet.Options options;

    CompiledConverter(CompiledMaps maps, MapSet.Options options) {
        this.maps = maps;
        this.options = options;
    }

    @Override
    public Conversion convert(SourceTree tree, ConversionContext context) {
        String event = Header.event(tree);
        MessagePlan message = maps.message(event);
        if (message == null) {
            Finding finding = new Finding(
                    Severity.A,
                    "no-message-map",
                    "MSH-9",
                    "",
                    "no map takes messages of this type: " + printable(event));
            return new Conversion(tree, List.of(), new Claims(tree).outcomes(), List.of(finding), List.of());
        }
        return new Run(maps, message, tree, context, event, options).convert();
    }

    /** A message type is no value of the patient, but MSH-9 of a broken record may hold anything. */
    private static String printable(String event) {
        return event.matches("[A-Z0-9]{1,3}\\^?[A-Z0-9]{0,3}") ? event : "not readable";
    }

    @Override
    public String mapDigest() {
        return maps.digest();
    }
}
