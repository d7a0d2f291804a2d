package org.chartlift.run;

import org.chartlift.mapping.Converter;

/** Where a run gets its converter from. */
public interface ConverterSource {
    /**
     * The converter over the map files as they are now; the same instance as long as they do not change.
     *
     * @throws MapsUnusableException if they do not compile
     */
    Converter current();
}
