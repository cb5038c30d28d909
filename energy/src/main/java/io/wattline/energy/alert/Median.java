package io.wattline.energy.alert;

import java.util.List;

/// The middle of some numbers.
final class Median {

    private Median() {}

    /// @param numbers at least one
    static double of(List<Double> numbers) {
        double[] sorted =
                numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
