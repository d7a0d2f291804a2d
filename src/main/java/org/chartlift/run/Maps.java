package org.chartlift.run;

import java.util.List;
import org.chartlift.mapping.Converter;
import org.chartlift.mapping.MapSet;
import org.chartlift.source.SourceReader;

/** Where a run gets its maps from. Safe for use by several threads. */
public interface Maps {
    /**
     * The maps by the files as they are now; the same ones as long as these do not change.
     *
     * @throws MapsUnusableException if they do not compile
     */
    State current();

    /** The codes of the formats that can be asked for. */
    List<String> formats();

    /**
     * The maps at one time. A run keeps to the ones it began with.
     *
     * @param set the set
     * @param converter converts by them
     * @param readers the formats that are known, in the order in which they are asked; they group segments by the same maps
     */
    record State(MapSet set, Converter converter, List<SourceReader> readers) {
        public State {
            readers = List.copyOf(readers);
        }
    }
}
