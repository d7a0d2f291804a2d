package org.chartlift.reconcile.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimingFormsTest {
    private static final RawMessage.Marks MARKS = new RawMessage.Marks('|', '^', '~', '\\', '&');

    private static List<String> pattern(String rpt) {
        return TimingForms.of(new RawValue(rpt, MARKS, 0));
    }

    private static List<String> interval(String ri) {
        return TimingForms.of(new RawValue(ri, MARKS, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "BID, often:2 in 1 d",
        "tid, often:3 in 1 d",
        "QOD, often:1 in 2 d",
        "Q6H, often:1 in 6 h",
        "Q30M, often:1 in 30 min",
        "Q2W, often:1 in 2 wk",
        "5ID, often:5 in 1 d",
        "PRN Q4H, often:1 in 4 h",
        "AC, tied:AC"
    })
    void aPatternSaysHowOften(String code, String said) {
        assertThat(pattern(code)).containsExactly(said);
    }

    @Test
    void aPatternMayBeTiedToADayOrAnHourOfIt() {
        assertThat(pattern("QJ3")).containsExactly("often:1 in 1 wk", "tied:wed");
        assertThat(pattern("Q2J7")).containsExactly("often:1 in 2 wk", "tied:sun");
        assertThat(pattern("QHS")).containsExactly("often:1 in 1 d", "tied:HS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"QSHIFT", "C", "2ID", "Q0H", "once a day", "BID&twice&99LOCAL", "BID^^^^3^d", "Q3L"})
    void whatIsNoPatternOfTheStandardOrMoreThanOneStatesNoTiming(String rpt) {
        assertThat(pattern(rpt)).isEmpty();
    }

    @Test
    void hoursStandBesideTheInterval() {
        assertThat(interval("Q24H&0600")).containsExactly("at:06:00:00", "often:1 in 24 h");
        assertThat(interval("QAM&07:30,0800")).containsExactly("at:07:30:00", "at:08:00:00", "often:1 in 1 d");
        assertThat(interval("&0600")).containsExactly("at:06:00:00");
    }

    @Test
    void hoursThatNobodyCanReadOrBesideAnUnknownPatternStateNothing() {
        assertThat(interval("Q6H&noon")).containsExactly("often:1 in 6 h");
        assertThat(interval("WHENEVER&0600")).isEmpty();
    }
}
