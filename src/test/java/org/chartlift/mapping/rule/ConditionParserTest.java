package org.chartlift.mapping.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionParserTest {
    @Test
    void bindsAndTighterThanOr() throws SyntaxException {
        Condition c = ConditionParser.parse("VALUED PID-3 OR NOT PID-8 = 'M' AND COUNT(PID-5[*]) > 1");

        assertThat(c).isInstanceOfSatisfying(Condition.Or.class, or -> {
            assertThat(or.parts()).hasSize(2);
            assertThat(or.parts().get(1)).isInstanceOf(Condition.And.class);
        });
    }

    @Test
    void readsQuotesParenthesesAndSpacesInValues() throws SyntaxException {
        assertThat(ConditionParser.parse("(.7 IN ('a, (b)', 'it''s'))"))
                .isEqualTo(new Condition.In(SourcePath.parse(".7"), java.util.Set.of("a, (b)", "it's")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PID-3",
                "VALUED",
                "PID-3 = M",
                "PID-3 IN 'a'",
                "COUNT(PID-3) > x",
                "PID-3 = 'a' AND",
                "(VALUED PID-3",
                "VALUED PID-3 )",
                "PID-3 LIKE 'x'",
                "PID-3 = 'open"
            })
    void refusesWhatIsNoCondition(String text) {
        assertThatThrownBy(() -> ConditionParser.parse(text)).isInstanceOf(SyntaxException.class);
    }
}
