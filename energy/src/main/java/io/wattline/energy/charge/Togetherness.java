package io.wattline.energy.charge;

import java.util.Arrays;
import java.util.stream.IntStream;

/// How well two sides keep time with each other, quarter hour by quarter hour, whatever the scale of either.
final class Togetherness {

    private static final int MOST_QUARTERS = 2;

    private Togetherness() {}

    /// The share of each side's energy that falls into the same quarter hours at the best shift; 0 if either is empty.
    static double overlap(double[] ac, double[] dc) {
        double acSum = Arrays.stream(ac).sum();
        double dcSum = Arrays.stream(dc).sum();
        if (acSum <= 0 || dcSum <= 0) {
            return 0;
        }
        return IntStream.rangeClosed(-MOST_QUARTERS, MOST_QUARTERS)
                .mapToDouble(shift -> IntStream.range(Math.max(0, -shift), ac.length - Math.max(0, shift))
                        .mapToDouble(i -> Math.min(ac[i] / acSum, dc[i + shift] / dcSum))
                        .sum())
                .max()
                .orElse(0);
    }
}
