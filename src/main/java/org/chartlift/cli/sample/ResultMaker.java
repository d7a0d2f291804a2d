package org.chartlift.cli.sample;

import java.math.BigDecimal;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/** Invents reports. */
final class ResultMaker {
    private static final List<String> FLAGS = List.of("N", "N", "N", "H", "L", "");
    private final Dice dice;

    ResultMaker(Dice dice) {
        this.dice = dice;
    }

    /** A report about what was collected at {@code time}; reported some time later. */
    Order make(String placer, String filler, ZonedDateTime time) {
        int kind = dice.between(0, 99);
        if (kind < 62) {
            return panel(placer, filler, time);
        } else if (kind < 72) {
            return culture(placer, filler, time);
        } else if (kind < 80) {
            return single(placer, filler, time);
        } else if (kind < 90) {
            return radiology(placer, filler, time);
        } else if (kind < 96) {
            return pathology(placer, filler, time);
        }
        return ecg(placer, filler, time);
    }

    private Order panel(String placer, String filler, ZonedDateTime time) {
        Catalog.Panel panel = dice.pick(Catalog.PANELS);
        boolean ucum = dice.chance(75);
        List<Order.Item> items = new ArrayList<>();
        for (Catalog.NumericTest test : panel.tests()) {
            items.add(numeric(test, ucum, time));
        }
        if (dice.chance(3)) {
            items.add(item(Catalog.DEVICE, "", new Value.Text("ZX", "QC:OK:" + dice.digits(4)), time));
        }
        String comment = dice.chance(20) ? "Sample slightly haemolysed & re-run; A|B checked." : "";
        return order(placer, filler, panel.code(), time, panel.specimen(), comment, items);
    }

    private Order.Item numeric(Catalog.NumericTest test, boolean ucum, ZonedDateTime time) {
        Value.Number value = number(test);
        Code unit = ucum ? new Code(test.ucum(), test.ucum(), "UCUM") : Code.plain(test.legacyUnit());
        String range = decimal(test.low() + (test.high() - test.low()) / 4, test.decimals()) + "-"
                + decimal(test.high() - (test.high() - test.low()) / 4, test.decimals());
        String comment = dice.chance(6) ? "Checked by repeat measurement." : "";
        return new Order.Item(test.code(), "", value, unit, range, dice.pick(FLAGS), "F", time, comment);
    }

    private Value.Number number(Catalog.NumericTest test) {
        return new Value.Number(decimal(dice.between(test.low(), test.high()), test.decimals()));
    }

    private static String decimal(int scaled, int decimals) {
        return BigDecimal.valueOf(scaled, decimals).toPlainString();
    }

    private Order culture(String placer, String filler, ZonedDateTime time) {
        Value colonies = new Value.Structured(">", "100000", "", "");
        List<Order.Item> items = List.of(
                item(Catalog.MICROBIOLOGY, "1", new Value.Coded(dice.pick(Catalog.ORGANISMS)), time),
                new Order.Item(
                        Catalog.COLONIES,
                        "1",
                        colonies,
                        new Code("[CFU]/mL", "CFU/mL", "UCUM"),
                        "",
                        "A",
                        "F",
                        time,
                        ""));
        return order(placer, filler, Catalog.MICROBIOLOGY, time, "UR", "", items);
    }

    private Order single(String placer, String filler, ZonedDateTime time) {
        boolean titer = dice.chance(60);
        Value value = titer
                ? new Value.Structured("", "1", ":", dice.pick(List.of("40", "80", "160")))
                : new Value.Text("ST", dice.pick(List.of("Negative", "Positive", "Indeterminate, repeat")));
        Code code = titer ? Catalog.TITER : Catalog.PREGNANCY;
        return order(placer, filler, code, time, titer ? "SER" : "UR", "", List.of(item(code, "", value, time)));
    }

    private Order radiology(String placer, String filler, ZonedDateTime time) {
        List<String> lines = sentences(dice.between(3, 6));
        List<Order.Item> items = new ArrayList<>();
        if (dice.chance(50)) {
            items.add(item(Catalog.RADIOLOGY, "", new Value.Lines(lines), time));
        } else {
            for (int i = 0; i < lines.size(); i++) {
                items.add(item(Catalog.RADIOLOGY, "" + (i + 1), new Value.Lines(List.of(lines.get(i))), time));
            }
        }
        return order(placer, filler, Catalog.RADIOLOGY, time, "", "", items);
    }

    private Order pathology(String placer, String filler, ZonedDateTime time) {
        String text = String.join("\n", sentences(dice.between(3, 7)));
        Value value = dice.chance(80) ? new Value.Text("FT", text) : new Value.Text("ST", text.replace('\n', '\r'));
        return order(
                placer, filler, Catalog.PATHOLOGY, time, "TISS", "", List.of(item(Catalog.PATHOLOGY, "", value, time)));
    }

    private Order ecg(String placer, String filler, ZonedDateTime time) {
        Value pdf = new Value.Attached("application", "pdf", Pdf.of("ECG " + filler));
        return order(placer, filler, Catalog.ECG, time, "", "", List.of(item(Catalog.ECG, "", pdf, time)));
    }

    private List<String> sentences(int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(dice.pick(Words.SENTENCES));
        }
        return List.copyOf(lines);
    }

    private static Order.Item item(Code code, String subId, Value value, ZonedDateTime time) {
        return new Order.Item(code, subId, value, Code.NONE, "", "", "F", time, "");
    }

    private Order order(
            String placer,
            String filler,
            Code service,
            ZonedDateTime time,
            String specimen,
            String comment,
            List<Order.Item> items) {
        ZonedDateTime reported = time.plusMinutes(dice.between(20, 300));
        return new Order(placer, filler, service, time, reported, "F", specimen, comment, List.copyOf(items));
    }

    /** The same report with its first numeric value set right; the report itself if it has none. */
    Order corrected(Order order, ZonedDateTime when) {
        List<Order.Item> items = new ArrayList<>(order.items());
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).value() instanceof Value.Number was) {
                items.set(i, items.get(i).corrected(otherThan(was), "H"));
                return order.corrected(when, List.copyOf(items));
            }
        }
        return order;
    }

    private static Value.Number otherThan(Value.Number was) {
        int last = was.digits().length() - 1;
        int digit = (was.digits().charAt(last) - '0' + 1) % 10;
        return new Value.Number(was.digits().substring(0, last) + digit);
    }
}
