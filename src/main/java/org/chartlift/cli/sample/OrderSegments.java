package org.chartlift.cli.sample;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/** ORC, OBR, OBX, NTE and SPM of a report. */
final class OrderSegments {
    private static final Visit.Doctor REPORTER = new Visit.Doctor("D1099", "Reportwell", "Lab", "Dr");
    private final Er7 er7;
    private final Order order;
    private final boolean offsets;

    /** {@code offsets}: whether this sender writes times with their offset. */
    OrderSegments(Er7 er7, Order order, boolean offsets) {
        this.er7 = er7;
        this.order = order;
        this.offsets = offsets;
    }

    List<Segment> all() {
        List<Segment> all = new ArrayList<>(List.of(orc(), obr()));
        if (!order.comment().isEmpty()) {
            all.add(nte(order.comment()));
        }
        int set = 0;
        for (Order.Item item : order.items()) {
            all.add(obx(++set, item));
            if (!item.comment().isEmpty()) {
                all.add(nte(item.comment()));
            }
        }
        if (!order.specimen().isEmpty()) {
            all.add(spm());
        }
        return all;
    }

    private String time(ZonedDateTime time) {
        return offsets ? Hl7Time.offset(time) : Hl7Time.seconds(time);
    }

    private String number(String number) {
        return number.isEmpty() ? "" : er7.components(number, "LABSYS");
    }

    private Segment orc() {
        return new Segment("ORC", er7)
                .set(1, "RE")
                .set(2, number(order.placer()))
                .set(3, number(order.filler()))
                .set(5, "CM");
    }

    private Segment obr() {
        return new Segment("OBR", er7)
                .set(1, "1")
                .set(2, number(order.placer()))
                .set(3, number(order.filler()))
                .coded(4, order.service())
                .set(7, time(order.collected()))
                .set(16, VisitSegments.doctor(er7, REPORTER))
                .set(22, time(order.reported()))
                .set(24, section())
                .set(25, order.status());
    }

    private String section() {
        return order.service().equals(Catalog.RADIOLOGY)
                ? "RAD"
                : order.service().equals(Catalog.ECG) ? "EC" : "LAB";
    }

    private Segment obx(int set, Order.Item item) {
        return new Segment("OBX", er7)
                .set(1, "" + set)
                .set(2, item.value().type())
                .coded(3, item.code())
                .set(4, item.subId())
                .set(5, item.value().written(er7))
                .coded(6, item.unit())
                .text(7, item.range())
                .set(8, item.flag())
                .set(11, item.status())
                .set(14, time(item.time()));
    }

    private Segment nte(String comment) {
        return new Segment("NTE", er7).set(1, "1").set(2, "L").text(3, comment);
    }

    private Segment spm() {
        String id = er7.rawComponents("", er7.subcomponents("S" + order.filler(), "LABSYS"));
        return new Segment("SPM", er7)
                .set(1, "1")
                .set(2, id)
                .coded(4, new Code(order.specimen(), "", "HL70487"))
                .set(17, time(order.collected()))
                .set(18, time(order.collected().plusMinutes(12)));
    }
}
