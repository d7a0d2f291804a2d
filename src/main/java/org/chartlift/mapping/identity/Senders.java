package org.chartlift.mapping.identity;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the settings of a sender. Safe for use by several threads. */
public final class Senders {
    private static final int REMEMBERED = 1000;

    private final List<SenderSettings> generalFirst;
    private final Map<Sender, SenderSettings> found = new ConcurrentHashMap<>();

    private record Sender(String sourceSystem, String application, String facility) {}

    /** Settings in order of loading: of two that fit equally well, the later one weighs more. */
    public Senders(List<SenderSettings> settings) {
        generalFirst = settings.stream()
                .sorted(Comparator.comparingInt(SenderSettings::specificity))
                .toList();
    }

    /** All settings that fit, the more specific over the more general; {@link SenderSettings#NONE} if none fits. */
    public SenderSettings find(String sourceSystem, String application, String facility) {
        Sender sender = new Sender(sourceSystem, application, facility);
        SenderSettings known = found.get(sender);
        if (known != null) {
            return known;
        }
        SenderSettings merged = SenderSettings.NONE;
        for (SenderSettings s : generalFirst) {
            if (s.matches(sourceSystem, application, facility)) {
                merged = s.over(merged);
            }
        }
        if (found.size() < REMEMBERED) {
            found.put(sender, merged);
        }
        return merged;
    }

    public List<SenderSettings> all() {
        return generalFirst;
    }
}
