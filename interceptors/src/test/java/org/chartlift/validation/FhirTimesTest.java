package org.chartlift.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.hl7.fhir.r4.model.DateTimeType;

class FhirTimesTest {
    private static final int[] PRECISIONS = {4, 7, 10};

    /** What is certain of two dates never contradicts the calendar, however coarsely they are written. */
    @Property
    void a_date_is_only_before_another_if_every_day_it_can_mean_is(
            @ForAll @IntRange(min = 0, max = 40_000) int one,
            @ForAll @IntRange(min = 0, max = 40_000) int other,
            @ForAll @IntRange(max = 2) int precisionOfOne,
            @ForAll @IntRange(max = 2) int precisionOfOther) {
        String a = LocalDate.ofEpochDay(one).toString().substring(0, PRECISIONS[precisionOfOne]);
        String b = LocalDate.ofEpochDay(other).toString().substring(0, PRECISIONS[precisionOfOther]);
        boolean before = FhirTimes.isBefore(new DateTimeType(a), new DateTimeType(b));
        if (before) {
            assertThat(one).isLessThan(other);
            assertThat(FhirTimes.isBefore(new DateTimeType(b), new DateTimeType(a)))
                    .isFalse();
        }
        if (precisionOfOne == 2 && precisionOfOther == 2) {
            assertThat(before).isEqualTo(one < other);
        }
    }

    /** A date without zone is never called too late while it is that day, or earlier, anywhere on earth. */
    @Property
    void a_date_is_only_after_an_instant_if_it_is_so_everywhere(
            @ForAll @IntRange(min = 0, max = 40_000) int day,
            @ForAll @IntRange(min = 0, max = 40_000 * 24) int hour,
            @ForAll @IntRange(min = -12, max = 14) int zone) {
        Instant instant = Instant.ofEpochSecond(hour * 3_600L);
        LocalDate there = instant.atOffset(ZoneOffset.ofHours(zone)).toLocalDate();
        LocalDate date = LocalDate.ofEpochDay(day);
        if (FhirTimes.isAfter(new DateTimeType(date.toString()), instant)) {
            assertThat(date).isAfter(there);
        }
    }
}
