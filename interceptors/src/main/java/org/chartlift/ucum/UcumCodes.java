package org.chartlift.ucum;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;

/** Whether a code is UCUM, by the UCUM essence file that HAPI FHIR brings along. Safe for use by several threads. */
public final class UcumCodes {
    /** An extract uses some hundreds of units; the bound only keeps hostile input from growing the map. */
    private static final int MAX_REMEMBERED = 10_000;

    private static final UcumEssenceService SERVICE = load();
    private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

    private UcumCodes() {}

    /** Whether UCUM has this code (case-sensitive form). Never throws. */
    public static boolean isValid(String code) {
        Boolean known = KNOWN.get(code);
        if (known != null) {
            return known;
        }
        boolean valid = parse(code);
        if (KNOWN.size() < MAX_REMEMBERED) {
            KNOWN.put(code, valid);
        }
        return valid;
    }

    private static boolean parse(String code) {
        synchronized (SERVICE) {
            return SERVICE.validate(code) == null;
        }
    }

    private static UcumEssenceService load() {
        try (InputStream essence = UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
            if (essence == null) {
                throw new IllegalStateException("ucum-essence.xml is not on the class path (org.fhir:ucum)");
            }
            return new UcumEssenceService(essence);
        } catch (IOException | UcumException e) {
            throw new IllegalStateException("ucum-essence.xml cannot be read", e);
        }
    }
}
