package org.chartlift.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.chartlift.ledger.MapSetLedger;
import org.chartlift.mapping.MapSet;
import org.chartlift.mapping.MappingFaultsException;
import org.chartlift.source.SourceReader;

/** The map sets of earlier runs, compiled again from their kept files. The last few stay compiled. Safe for use by several threads. */
public final class KeptMaps {
    private static final int MOST = 4;

    private final MapSetLedger ledger;
    private final Function<MapSet, List<SourceReader>> readers;
    private final Map<String, Optional<Kept>> compiled = new LinkedHashMap<>(MOST * 2, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<Kept>> eldest) {
            return size() > MOST;
        }
    };

    /** @param readers makes the readers that group segments by a set */
    public KeptMaps(MapSetLedger ledger, Function<MapSet, List<SourceReader>> readers) {
        this.ledger = ledger;
        this.readers = readers;
    }

    /**
     * A set that can be converted with.
     *
     * @param maps the set
     * @param readers the formats that it knows
     */
    public record Kept(MapSet maps, List<SourceReader> readers) {}

    /** The set of this digest; empty if it is not kept, or if this release does not take it any more. */
    public synchronized Optional<Kept> find(String digest) {
        Optional<Kept> known = compiled.get(digest);
        if (known != null && known.isPresent()) {
            return known;
        }
        Optional<Kept> found = ledger.files(digest).flatMap(this::compile);
        compiled.put(digest, found);
        return found;
    }

    private Optional<Kept> compile(List<Map<String, String>> layers) {
        try {
            MapSet maps = MapSet.of(layers);
            return Optional.of(new Kept(maps, List.copyOf(readers.apply(maps))));
        } catch (MappingFaultsException e) {
            // the caller says that the set cannot be used; its faults concern nobody any more
            org.slf4j.LoggerFactory.getLogger(KeptMaps.class)
                    .warn(
                            "a kept map set does not compile any more: {} faults",
                            e.faults().size());
            return Optional.empty();
        }
    }
}
