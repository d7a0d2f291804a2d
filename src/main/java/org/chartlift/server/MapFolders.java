package org.chartlift.server;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.chartlift.mapping.MapSet;
import org.chartlift.mapping.MappingFaultsException;
import org.chartlift.run.Maps;
import org.chartlift.run.MapsUnusableException;
import org.chartlift.source.SourceReader;
import org.chartlift.source.hl7v2.Hl7v2Reader;
import org.jspecify.annotations.Nullable;

/** The built-in maps and the site's folders over them, compiled again when a file changed. Safe for use by several threads. */
final class MapFolders implements Maps {
    private final List<Path> folders;
    private final Consumer<MapSet> onChange;
    private @Nullable MapSet set;
    private @Nullable State state;

    /** @param onChange told of each set that is compiled; must not wait for anything */
    MapFolders(List<Path> folders, Consumer<MapSet> onChange) {
        this.onChange = onChange;
        this.folders = List.copyOf(folders);
    }

    @Override
    public synchronized State current() {
        MapSet known = set;
        State last = state;
        if (known != null && last != null && !known.isStale()) {
            return last;
        }
        try {
            MapSet loaded = MapSet.load(folders);
            State next = new State(loaded, loaded.converter(MapSet.Options.PRODUCTION), readers(loaded));
            set = loaded;
            state = next;
            onChange.accept(loaded);
            return next;
        } catch (MappingFaultsException e) {
            throw new MapsUnusableException(e.getMessage(), e);
        }
    }

    /** The readers of all formats, which group segments by this set. */
    static List<SourceReader> readers(MapSet set) {
        return List.of(new Hl7v2Reader(set.grammars()));
    }

    @Override
    public List<String> formats() {
        return List.of(Hl7v2Reader.FORMAT);
    }
}
