package io.wattline.energy.fleet;

import java.util.Random;

/// Seeded draws.
final class Chance {

    private final Random random;

    /// Of a seed and what it is for; equal arguments draw the same.
    Chance(long seed, long number, long purpose) {
        this.random = new Random((seed * 1_000_003 + number) * 31 + purpose);
        // The first draws of neighbouring seeds are alike.
        for (int i = 0; i < 8; i++) {
            random.nextLong();
        }
    }

    boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    double between(double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    int whole(int from, int to) {
        return from + random.nextInt(to - from);
    }

    double normal(double mean, double sd) {
        return mean + sd * random.nextGaussian();
    }

    double logNormal(double median, double sd) {
        return median * Math.exp(normal(0, sd));
    }

    /// One of `values`, as likely as `weights` say, which add up to 1.
    double choice(double[] values, double[] weights) {
        double draw = random.nextDouble();
        for (int i = 0; i < values.length - 1; i++) {
            draw -= weights[i];
            if (draw < 0) {
                return values[i];
            }
        }
        return values[values.length - 1];
    }

    /// How many events of a Poisson process with this mean.
    int count(double mean) {
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }
}
