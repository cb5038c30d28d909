package io.wattline.energy.fleet;

/// Exact bounds of a count.
final class Poisson {

    private Poisson() {}

    /// The mean above which so few events, or fewer, come about in at most 2.5 % of cases: the upper end of the exact
    /// two-sided 95 % interval (Garwood, Biometrika 28, 1936).
    static double upper95(int count) {
        double low = count;
        double high = 3 * count + 20;
        for (int i = 0; i < 100; i++) {
            double middle = (low + high) / 2;
            if (atMost(count, middle) > 0.025) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double atMost(int count, double mean) {
        double term = Math.exp(-mean);
        double sum = term;
        for (int i = 1; i <= count; i++) {
            term *= mean / i;
            sum += term;
        }
        return sum;
    }
}
