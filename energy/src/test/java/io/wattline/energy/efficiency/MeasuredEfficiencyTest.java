package io.wattline.energy.efficiency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuredEfficiencyTest {

    private static final Path SAMPLES = Path.of("..", "samples", "charger_efficiency_real.csv");
    private static final int GROUP = 15;

    private record Measured(int watts, double efficiency) {}

    private static List<Measured> measured() throws IOException {
        return Files.readAllLines(SAMPLES).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(cells -> new Measured(Integer.parseInt(cells[1]), Double.parseDouble(cells[2])))
                .filter(point -> point.watts() > 100)
                .sorted(Comparator.comparingInt(Measured::watts).thenComparingDouble(Measured::efficiency))
                .toList();
    }

    @Test
    void isTheMediansOfTheMeasuredPointsInGroupsOfFifteen() throws IOException {
        List<Measured> points = measured();
        EfficiencyCurve curve = MeasuredEfficiency.curve();
        assertThat(points).hasSize(180);
        for (int start = 0; start < points.size(); start += GROUP) {
            List<Measured> group = points.subList(start, start + GROUP);
            int watts = group.get(GROUP / 2).watts();
            double median = group.stream()
                    .mapToDouble(Measured::efficiency)
                    .sorted()
                    .skip(GROUP / 2)
                    .findFirst()
                    .orElseThrow();
            assertThat(curve.at(watts).doubleValue()).as("at %d W", watts).isEqualTo(median);
        }
    }

    @Test
    void expectsLessOfSlowCharging() {
        EfficiencyCurve curve = MeasuredEfficiency.curve();
        assertThat(curve.at(2_300)).isLessThan(curve.at(7_400));
        assertThat(curve.at(7_400).doubleValue()).isBetween(0.92, 0.95);
    }

    /// Normal equations of `loss / P = fixed / P + share + perKw × P`.
    private static double[] fitted(List<Measured> points) {
        double[][] system = new double[3][4];
        for (Measured point : points) {
            double kw = point.watts() / 1e3;
            double[] row = {1 / kw, 1, kw, 1 - point.efficiency()};
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 4; j++) {
                    system[i][j] += row[i] * row[j];
                }
            }
        }
        for (int pivot = 0; pivot < 3; pivot++) {
            for (int i = 0; i < 3; i++) {
                if (i != pivot) {
                    double factor = system[i][pivot] / system[pivot][pivot];
                    for (int j = pivot; j < 4; j++) {
                        system[i][j] -= factor * system[pivot][j];
                    }
                }
            }
        }
        return new double[] {
            system[0][3] / system[0][0], system[1][3] / system[1][1], system[2][3] / system[2][2],
        };
    }

    @Test
    void goesOnBeyondItsEndsAsTheFittedLosses() throws IOException {
        double[] fit = fitted(measured());
        EfficiencyCurve curve = MeasuredEfficiency.curve();
        for (int watts : new int[] {1_000, 1_400, 1_900, 15_000, 17_800, 22_000}) {
            int end = watts < 2_000 ? 2_000 : 14_700;
            double expected = curve.at(end).doubleValue() + physics(fit, watts) - physics(fit, end);
            assertThat(curve.at(watts).doubleValue()).as("at %d W", watts).isCloseTo(expected, within(2e-4));
        }
        assertThat(curve.at(1)).isEqualByComparingTo("0");
        assertThat(curve.at(0)).isEqualByComparingTo("0");
    }

    private static double physics(double[] fit, double watts) {
        double kw = watts / 1e3;
        return 1 - fit[0] / kw - fit[1] - fit[2] * kw;
    }
}
