package org.chartlift.reconcile.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.chartlift.reconcile.Check;
import org.chartlift.reconcile.Level;
import org.chartlift.reconcile.job.Thresholds.Layer;
import org.chartlift.record.Severity;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
    private static final Layer BASE = new Layer(
            "base.yaml",
            """
            thresholds:
              classes:
                A: {percent: 100, reason: harm}
                B: {percent: 99.9, reason: misleads}
                C: {percent: 99, reason: untidy}
            """);
    private static final Check NOTE = new Check(Level.VALUES, "note.text", Severity.B);

    @Test
    void aSiteMayAskLessOfOneCheckAndSaysWhy() {
        Layer site = new Layer("site.yaml", "thresholds: {checks: {note.text: {percent: 98.5, reason: old notes}}}");

        Thresholds thresholds = Thresholds.of(List.of(BASE, site));

        assertThat(thresholds.of(NOTE).percent()).isEqualTo(new BigDecimal("98.5"));
        assertThat(thresholds.of(NOTE).reason()).isEqualTo("old notes");
        assertThat(thresholds
                        .of(new Check(Level.VALUES, "note.date", Severity.B))
                        .percent())
                .isEqualTo(new BigDecimal("99.9"));
        assertThat(thresholds.digest())
                .isNotEqualTo(Thresholds.of(List.of(BASE)).digest());
    }

    @Test
    void allFaultsAreSaidAtOnce() {
        Layer bad = new Layer(
                "bad.yaml",
                """
                thresholds:
                  classes: {D: {percent: 5, reason: x}, A: {percent: 101, reason: x}}
                  checks: {note.text: {percent: 98}, b: {percent: many, reason: x}, c: {reason: x, since: y}}
                  rules: {}
                """);

        assertThatThrownBy(() -> Thresholds.of(List.of(BASE, bad)))
                .isInstanceOf(ThresholdsUnusableException.class)
                .hasMessageContainingAll(
                        "bad.yaml: classes.D is no class",
                        "classes.A.percent is not between 0 and 100",
                        "checks.note.text has no reason",
                        "checks.b.percent is not a number",
                        "checks.c.since is not known",
                        "thresholds.rules is not known");
    }

    @Test
    void whatIsNoYamlOrLeavesAClassOutIsRefused() {
        assertThatThrownBy(() -> Thresholds.of(List.of(new Layer("a.yaml", "thresholds: {classes: {A:"))))
                .hasMessageContaining("a.yaml: is not YAML")
                .hasMessageContaining("no threshold for class A");
        assertThatThrownBy(() -> Thresholds.of(List.of(new Layer("a.yaml", "limits: {}"))))
                .hasMessageContaining("a.yaml: has no map thresholds");
    }
}
