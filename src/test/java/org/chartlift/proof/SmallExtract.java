package org.chartlift.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.chartlift.run.Hl7;

/**
 * A few messages about a few patients, by seed.
 *
 * @param earlier what was migrated before the checkpoint; may be empty
 * @param first what is migrated after it
 * @param second a delta on top; may be empty
 */
record SmallExtract(List<String> earlier, List<String> first, List<String> second) {
    private static final String[] FAMILIES = {"Adams", "Brown", "Clark", "Davis", "Evans", "Foster"};

    static SmallExtract draw(long seed) {
        Random random = new Random(seed ^ 0x5EED);
        int patients = 1 + random.nextInt(3);
        List<String> earlier = new ArrayList<>();
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        boolean known = random.nextBoolean();
        for (int p = 0; p < patients; p++) {
            String mrn = "P" + p;
            String family = FAMILIES[random.nextInt(FAMILIES.length)];
            if (known && p == 0 || random.nextInt(3) == 0) {
                earlier.add(admit(random, mrn, family, 1));
                if (random.nextBoolean()) {
                    earlier.add(Hl7.result(mrn, family, "O" + p, "80", "20240301100000+0000"));
                }
            }
            messages(random, mrn, family, p, first);
            if (random.nextInt(3) == 0) {
                second.add(Hl7.update(mrn, family + "-New", "20240320080000+0000"));
            }
        }
        if (patients > 1 && random.nextInt(3) == 0) {
            (random.nextBoolean() ? first : second).add(Hl7.merge("P0", "P1", "Adams", "20240325080000+0000"));
        }
        return new SmallExtract(earlier, first, second);
    }

    private static void messages(Random random, String mrn, String family, int p, List<String> messages) {
        messages.add(admit(random, mrn, family + (random.nextInt(3) == 0 ? "-Smith" : ""), 5));
        int results = random.nextInt(3);
        for (int r = 0; r < results; r++) {
            messages.add(Hl7.result(
                    mrn, family, "O" + p + (r == 0 ? "" : "-" + r), "9" + r, "2024030" + (6 + r) + "100000+0000"));
        }
        if (random.nextBoolean()) {
            messages.add(Hl7.update(mrn, family + "son", "20240310080000+0000"));
        }
    }

    private static String admit(Random random, String mrn, String family, int day) {
        String message = Hl7.admit(mrn, family, "2024030" + day + "080000+0000")
                .replace(
                        "|19700102|F",
                        "|19700102|F|||" + (10 + random.nextInt(80)) + " Main St^^Springfield^IL^62701||555-12"
                                + (10 + random.nextInt(80)));
        if (random.nextBoolean()) {
            message += "AL1|1|DA|7980^Penicillin^RXNORM|SV|Hives\r";
        }
        if (random.nextBoolean()) {
            message += "DG1|1||I10^Hypertension^I10|||A\r";
        }
        return message;
    }
}
