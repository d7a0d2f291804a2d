package org.chartlift.cli.sample;

import java.time.ZonedDateTime;
import java.util.List;

/**
 * A report with its results, as one ORU^R01 sends it.
 *
 * @param status OBR-25: F, P or C
 * @param specimen of HL7 table 0487; empty if nothing was taken
 */
record Order(
        String placer,
        String filler,
        Code service,
        ZonedDateTime collected,
        ZonedDateTime reported,
        String status,
        String specimen,
        String comment,
        List<Item> items) {

    /** One OBX; {@code subId} tells items of one code apart. */
    record Item(
            Code code,
            String subId,
            Value value,
            Code unit,
            String range,
            String flag,
            String status,
            ZonedDateTime time,
            String comment) {
        Item corrected(Value now, String flagged) {
            return new Item(
                    code, subId, now, unit, range, flagged, "C", time, "Corrected result; earlier value withdrawn.");
        }
    }

    Order corrected(ZonedDateTime when, List<Item> now) {
        return new Order(placer, filler, service, collected, when, "C", specimen, comment, now);
    }
}
