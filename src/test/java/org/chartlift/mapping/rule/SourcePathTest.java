package org.chartlift.mapping.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePathTest {
    @Test
    void readsFieldsRepetitionsAndComponents() throws SyntaxException {
        SourcePath path = SourcePath.parse("OBSERVATION.OBX[*]-5[2].4.1");

        assertThat(path.group()).isEqualTo("OBSERVATION");
        assertThat(path.segment()).isEqualTo("OBX");
        assertThat(path.occurrence()).isEqualTo(SourcePath.ALL);
        assertThat(path.steps())
                .containsExactly(
                        new SourcePath.Step(5, 2, true),
                        new SourcePath.Step(4, 1, false),
                        new SourcePath.Step(1, 1, false));
    }

    @Test
    void readsRangesWildcardsAndRelativePaths() throws SyntaxException {
        assertThat(SourcePath.parse("PID-20..PID-24"))
                .returns(24, SourcePath::lastField)
                .returns(true, SourcePath::isWildcard);
        assertThat(SourcePath.parse("PID-*").isWildcard()).isTrue();
        assertThat(SourcePath.parse(".").isRelative()).isTrue();
        assertThat(SourcePath.parse(".4.2").steps()).hasSize(2);
        assertThat(SourcePath.parse("PV1-19").isWildcard()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pid-3", "PID-", "PID-3.", "PID-3[x]", "PID.3", "PID-3..OBX-4", "PID-3 4", "..1"})
    void refusesWhatIsNoPath(String text) {
        assertThatThrownBy(() -> SourcePath.parse(text)).isInstanceOf(SyntaxException.class);
    }

    @Test
    void takesAllRepetitionsForDropAndCarryUnlessOneIsNamed() throws SyntaxException {
        assertThat(SourcePath.parse("PID-3").allRepetitions().steps())
                .isEqualTo(List.of(new SourcePath.Step(3, SourcePath.ALL, false)));
        assertThat(SourcePath.parse("PID-3[1]").allRepetitions().steps())
                .isEqualTo(List.of(new SourcePath.Step(3, 1, true)));
    }
}
