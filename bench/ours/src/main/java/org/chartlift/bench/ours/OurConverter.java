package org.chartlift.bench.ours;

import java.nio.charset.StandardCharsets;
import org.chartlift.cli.sample.Settings;
import org.chartlift.mapping.Conversion;
import org.chartlift.mapping.ConversionContext;
import org.chartlift.mapping.Converter;
import org.chartlift.mapping.MapSet;
import org.chartlift.mapping.identity.ResourceIds;
import org.chartlift.record.ContentHash;
import org.chartlift.source.UnreadableRecordException;
import org.chartlift.source.hl7v2.Hl7v2Reader;

/** The way of a record up to the write: bytes, hash, tree, resources with final ids and an outcome for every leaf. */
final class OurConverter {
    private final MapSet maps = MapSet.builtIn();
    private final Hl7v2Reader reader = new Hl7v2Reader(maps.grammars());
    private final Converter converter = maps.converter(MapSet.Options.PRODUCTION);
    private final ResourceIds ids = new ResourceIds("a key for benchmarks, 32 bytes.".getBytes(StandardCharsets.UTF_8));

    Conversion convert(byte[] message) throws UnreadableRecordException {
        ConversionContext context = new ConversionContext(Settings.SOURCE_SYSTEM, ContentHash.of(message), ids);
        return converter.convert(reader.read(message), context);
    }
}
