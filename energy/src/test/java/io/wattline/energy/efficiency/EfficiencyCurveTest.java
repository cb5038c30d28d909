package io.wattline.energy.efficiency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EfficiencyCurveTest {

    private static EfficiencyCurve.Point point(double watts, double efficiency) {
        return new EfficiencyCurve.Point(watts, efficiency);
    }

    private final EfficiencyCurve curve =
            new EfficiencyCurve(List.of(point(1_000, 0.8), point(2_000, 0.9), point(4_000, 0.85)));

    @Test
    void interpolatesLinearlyBetweenItsPoints() {
        assertThat(curve.at(1_000)).isEqualByComparingTo("0.8");
        assertThat(curve.at(1_500)).isEqualByComparingTo("0.85");
        assertThat(curve.at(2_000)).isEqualByComparingTo("0.9");
        assertThat(curve.at(3_000)).isEqualByComparingTo("0.875");
        assertThat(curve.at(4_000)).isEqualByComparingTo("0.85");
    }

    @Test
    void keepsTheEndValuesBeyondItsEnds() {
        assertThat(curve.at(0)).isEqualByComparingTo("0.8");
        assertThat(curve.at(350_000)).isEqualByComparingTo("0.85");
    }

    @Test
    void refusesMissingAndUnorderedPoints() {
        assertThatThrownBy(() -> new EfficiencyCurve(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EfficiencyCurve(List.of(point(2, 1), point(2, 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
