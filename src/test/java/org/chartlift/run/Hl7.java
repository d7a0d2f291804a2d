package org.chartlift.run;

import java.util.ArrayList;
import java.util.List;

/** Messages of an invented hospital for tests of runs. */
public final class Hl7 {
    private static int control;

    private Hl7() {}

    private static String message(String event, String time, String... segments) {
        List<String> lines = new ArrayList<>();
        lines.add("MSH|^~\\&|ADT|TESTHOSP|CHART|TESTHOSP|" + time + "||" + event + "|C" + control++ + "|P|2.5.1");
        if (!event.startsWith("ORU")) {
            lines.add("EVN||" + time);
        }
        lines.addAll(List.of(segments));
        return String.join("\r", lines) + "\r";
    }

    public static String pid(String mrn, String family) {
        return "PID|1||" + mrn + "^^^TESTHOSP^MR||" + family + "^Ann||19700102|F";
    }

    public static String admit(String mrn, String family, String time) {
        return message(
                "ADT^A01^ADT_A01",
                time,
                pid(mrn, family),
                "PV1|1|I|W1^101^1^TESTHOSP||||1234^Healer^Hal^^^^^^TESTHOSP|||||||||||V" + mrn
                        + "^^^TESTHOSP^VN|||||||||||||||||||||||||" + time);
    }

    public static String update(String mrn, String family, String time) {
        return message("ADT^A08^ADT_A01", time, pid(mrn, family), "PV1|1|N");
    }

    public static String result(String mrn, String family, String order, String value, String time) {
        return message(
                "ORU^R01^ORU_R01",
                time,
                pid(mrn, family),
                "OBR|1||" + order + "^LAB|2345-7^Glucose^LN|||" + time + "|||||||||1234^Healer^Hal^^^^^^TESTHOSP||||||"
                        + time + "||LAB|F",
                "OBX|1|NM|2345-7^Glucose^LN||" + value + "|mg/dL^mg/dL^UCUM|70-99||||F|||" + time);
    }

    public static String document(String mrn, String family, String number, String text, String time) {
        return message(
                "MDM^T02^MDM_T02",
                time,
                pid(mrn, family),
                "PV1|1|I",
                "TXA|1|DS^Discharge summary^HL70270|TX|" + time + "||||||||" + number + "^TESTHOSP|||||AU||AV",
                "OBX|1|TX|18842-5^Discharge summary^LN||" + text + "||||||F");
    }

    public static String merge(String survivor, String merged, String family, String time) {
        return message("ADT^A40^ADT_A39", time, pid(survivor, family), "MRG|" + merged + "^^^TESTHOSP^MR");
    }

    /** No map knows the event. */
    public static String unknown(String mrn, String time) {
        return message("QRY^Z99", time, pid(mrn, "Unknown"));
    }
}
