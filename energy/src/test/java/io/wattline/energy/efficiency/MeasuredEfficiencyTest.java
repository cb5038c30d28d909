package io.wattline.energy.efficiency;

import static org.assertj.core.api.Assertions.assertThat;

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
}
