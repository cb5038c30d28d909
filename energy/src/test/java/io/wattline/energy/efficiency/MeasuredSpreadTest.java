package io.wattline.energy.efficiency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// How far each measured car lies from a curve that is made of the other cars alone.
class MeasuredSpreadTest {

    private static final Path SAMPLES = Path.of("..", "samples", "charger_efficiency_real.csv");
    private static final int GROUP = 15;

    private record Measured(String car, int watts, double efficiency) {}

    private static List<Measured> measured() throws IOException {
        return Files.readAllLines(SAMPLES).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(cells -> new Measured(cells[0], Integer.parseInt(cells[1]), Double.parseDouble(cells[2])))
                .filter(point -> point.watts() > 100)
                .sorted(Comparator.comparingInt(Measured::watts).thenComparingDouble(Measured::efficiency))
                .toList();
    }

    /// Medians of groups of 15, as the curve of all is made; a last group of less than half is left out.
    private static EfficiencyCurve curve(List<Measured> points) {
        Map<Integer, Double> medians = new TreeMap<>();
        for (int start = 0; start + GROUP / 2 < points.size(); start += GROUP) {
            List<Measured> group = points.subList(start, Math.min(points.size(), start + GROUP));
            int middle = group.size() / 2;
            double median = group.stream()
                    .mapToDouble(Measured::efficiency)
                    .sorted()
                    .skip(middle)
                    .findFirst()
                    .orElseThrow();
            medians.putIfAbsent(group.get(middle).watts(), median);
        }
        return new EfficiencyCurve(medians.entrySet().stream()
                .map(point -> new EfficiencyCurve.Point(point.getKey(), point.getValue()))
                .toList());
    }

    /// What the car delivers more than the curve says, for what it drew at all its points.
    private static double excess(List<Measured> car, EfficiencyCurve curve) {
        double drawn = car.stream().mapToDouble(Measured::watts).sum();
        return car.stream()
                        .mapToDouble(point -> point.watts()
                                * (point.efficiency() - curve.at(point.watts()).doubleValue()))
                        .sum()
                / drawn;
    }

    @Test
    void everyMeasuredCarLiesWithinTwoStandardDeviationsOfACurveMadeWithoutIt() throws IOException {
        List<Measured> all = measured();
        Map<String, List<Measured>> cars = all.stream().collect(Collectors.groupingBy(Measured::car));
        Map<String, Double> excess = new TreeMap<>();
        cars.forEach((car, points) -> excess.put(
                car,
                excess(
                        points,
                        curve(all.stream()
                                .filter(point -> !point.car().equals(car))
                                .toList()))));
        double spread = Math.sqrt(excess.values().stream()
                .mapToDouble(value -> value * value)
                .average()
                .orElseThrow());

        assertThat(excess).hasSize(6);
        assertThat(spread).isBetween(0.04, 0.055);
        assertThat(excess.values()).as("%s", excess).allMatch(value -> Math.abs(value) < 2 * spread);
    }
}
