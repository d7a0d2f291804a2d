package org.chartlift.mapping.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.hl7.fhir.r4.model.Timing.EventTiming;
import org.hl7.fhir.r4.model.Timing.TimingRepeatComponent;
import org.hl7.fhir.r4.model.Timing.UnitsOfTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The repeat patterns of HL7 table 0335. */
class RepeatPatternTest {
    private static final UnitsOfTime[] UNITS = {
        UnitsOfTime.S, UnitsOfTime.MIN, UnitsOfTime.H, UnitsOfTime.D, UnitsOfTime.WK
    };

    private static String said(String code) {
        RepeatPattern pattern = RepeatPattern.parse(code);
        return pattern == null ? "text" : said(pattern);
    }

    private static String said(RepeatPattern pattern) {
        TimingRepeatComponent r = new TimingRepeatComponent();
        pattern.to(r);
        StringBuilder said = new StringBuilder();
        if (r.hasFrequency()) {
            said.append(r.getFrequency()).append('/').append(r.getPeriod());
            said.append(r.getPeriodUnit().toCode());
        }
        r.getDayOfWeek().forEach(d -> said.append(' ').append(d.getValue().toCode()));
        r.getWhen().forEach(w -> said.append(' ').append(w.getValue().toCode()));
        return (r.hasCount() ? said + " x" + r.getCount() : said.toString()).trim();
    }

    @ParameterizedTest
    @CsvSource({
        "BID, 2/1d",
        "TID, 3/1d",
        "QID, 4/1d",
        "5ID, 5/1d",
        "12ID, 12/1d",
        "QD, 1/1d",
        "QOD, 1/2d",
        "QAM, 1/1d MORN",
        "QPM, 1/1d EVE",
        "QHS, 1/1d HS",
        "Q6H, 1/6h",
        "q6h, 1/6h",
        "Q30M, 1/30min",
        "Q90S, 1/90s",
        "Q2D, 1/2d",
        "Q3W, 1/3wk",
        "Q1J6, 1/1wk sat",
        "QJ1, 1/1wk mon",
        "Q2J7, 1/2wk sun",
        "Once, x1",
        "AC, AC",
        "PCM, PCM",
        "ACV, ACV",
        "PRNQ6H, 1/6h",
        "PRN BID, 2/1d",
        "PRN, ''"
    })
    void whatFhirCanSayIsSaid(String code, String expected) {
        assertThat(said(code)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C",
                "QSHIFT",
                "Q3L",
                "IC",
                "ICM",
                "U 5",
                "1ID",
                "4ID",
                "Q0H",
                "Q",
                "QH",
                "QM",
                "Q6",
                "Q4-6H",
                "Q2J8",
                "Q0J1",
                "Q 6 H",
                "3 times daily",
                "PRNsometimes",
                "BIDX",
                "Q99999H",
                ""
            })
    void whatFhirCannotSayExactlyStaysAText(String code) {
        assertThat(RepeatPattern.parse(code)).isNull();
    }

    @Property
    void everyIntervalIsOneInItsPeriod(
            @ForAll @IntRange(min = 1, max = 9999) int number, @ForAll @IntRange(max = 4) int unit) {
        String code = "Q" + number + "SMHDW".charAt(unit);
        RepeatPattern pattern = RepeatPattern.parse(code);
        assertThat(pattern).isEqualTo(RepeatPattern.every(number, UNITS[unit]));
        assertThat(RepeatPattern.parse("PRN" + code)).isEqualTo(pattern);
        assertThat(RepeatPattern.parse(' ' + code.toLowerCase(Locale.ROOT))).isEqualTo(pattern);
    }

    @Property
    void aNumberOfTimesADayIsThatNumber(@ForAll @IntRange(min = 5, max = 99) int times) {
        assertThat(said(times + "ID")).isEqualTo(times + "/1d");
    }

    @Property
    void aDayOfTheWeekIsCountedFromMonday(
            @ForAll @IntRange(min = 1, max = 7) int day, @ForAll @IntRange(min = 1, max = 52) int weeks) {
        assertThat(said("Q" + weeks + "J" + day))
                .isEqualTo("1/" + weeks + "wk " + "mon tue wed thu fri sat sun".split(" ")[day - 1]);
    }

    @Property
    void whateverIsReadIsWholeAndWithinFhirsRules(@ForAll("codes") String code) {
        RepeatPattern pattern = RepeatPattern.parse(code);
        if (pattern != null) {
            assertThat(pattern.frequency() > 0).isEqualTo(pattern.period() > 0).isEqualTo(pattern.unit() != null);
            assertThat(hasOffset(pattern.when())).isFalse();
        }
    }

    private static boolean hasOffset(@Nullable EventTiming when) {
        return when == EventTiming.C;
    }

    @Property
    void anythingElseNeverFails(@ForAll @StringLength(max = 12) String text) {
        RepeatPattern pattern = RepeatPattern.parse(text);
        assertThat(pattern == null || !said(pattern).contains("null")).isTrue();
    }

    @Provide
    Arbitrary<String> codes() {
        return Arbitraries.strings().withChars("QPRNBTIDACMVHSJLWO0123456789 ").ofMaxLength(8);
    }
}
