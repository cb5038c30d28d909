package io.wattline.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class PowerCurveTest {

    private final PowerCurve curve = new PowerCurve(11, 7200, 1800, 3400);

    @Test
    void isConstantThenTapersThenEnds() {
        assertThat(curve.kw(-1)).isZero();
        assertThat(curve.kw(0)).isEqualTo(11);
        assertThat(curve.kw(7199)).isEqualTo(11);
        assertThat(curve.kw(7200 + 1800)).isEqualTo(11 / Math.E, within(1e-9));
        assertThat(curve.kw(curve.durationSeconds())).isZero();
    }

    @Test
    void closedFormsEqualTheIntegrals() {
        for (double end : new double[] {-5, 0, 3600, 7200, 9000, 10_600, 99_999}) {
            assertThat(curve.kwh(end)).as("kWh to %s", end).isEqualTo(integral(curve::kw, end), within(1e-3));
            assertThat(curve.squareKwh(end))
                    .as("kW²h to %s", end)
                    .isEqualTo(integral(s -> curve.kw(s) * curve.kw(s), end), within(1e-2));
        }
    }

    @Test
    void withoutTaperItStopsAtOnce() {
        PowerCurve abrupt = new PowerCurve(7.4, 3600, 0, 0);
        assertThat(abrupt.kwh(1e6)).isEqualTo(7.4);
        assertThat(abrupt.squareKwh(1e6)).isEqualTo(7.4 * 7.4, within(1e-9));
        assertThat(abrupt.hours(1e6)).isEqualTo(1);
    }

    private static double integral(DoubleUnaryOperator kw, double end) {
        double sum = 0;
        for (double second = 0.5; second < end; second++) {
            sum += kw.applyAsDouble(second);
        }
        return sum / 3600;
    }
}
