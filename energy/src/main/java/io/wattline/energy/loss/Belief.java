package io.wattline.energy.loss;

/// The estimate for a pair: a normal distribution of the four coefficients of its loss, and the variance of its
/// charges around it. Bayesian linear regression, one charge at a time.
///
/// @param mean of `(b, a, κ, q)`
/// @param covariance of the same, the ten entries of the upper triangle row by row
/// @param degrees ν, how many charges the variance rests on, the prior's included
/// @param squares the sum of squares of that variance
public record Belief(Numbers mean, Numbers covariance, double degrees, double squares) {

    private static final int COUNT = LossFeatures.COUNT;
    private static final int ENTRIES = COUNT * (COUNT + 1) / 2;

    private static final Numbers PRIOR_MEAN = Numbers.of(0.07, 0.30, 0.006, 0.02);
    private static final double[] PRIOR_SD = {0.055, 0.25, 0.006, 0.025};
    private static final double PRIOR_CORRELATION = -0.6;
    private static final double PRIOR_DEGREES = 5;
    private static final double PRIOR_NOISE = 0.0075;

    private static final double MIN_NOISE = 0.005;
    private static final double MAX_NOISE = 0.06;
    // An outlier teaches no more than one at so many standard deviations.
    private static final double OUTLIER = 3;
    private static final double MAX_SQUARED_DEVIATION = 25;
    private static final double MIN_LEARNT_VARIANCE = 1e-6;

    /// What is believed of a pair that has not charged yet: the spread of all cars.
    public static final Belief PRIOR =
            new Belief(PRIOR_MEAN, priorCovariance(), PRIOR_DEGREES, PRIOR_DEGREES * PRIOR_NOISE * PRIOR_NOISE);

    public Belief {
        if (mean.size() != COUNT || covariance.size() != ENTRIES) {
            throw new IllegalArgumentException("a belief has " + COUNT + " means and " + ENTRIES + " covariances");
        }
    }

    private static Numbers priorCovariance() {
        double[] entries = new double[ENTRIES];
        for (int i = 0; i < COUNT; i++) {
            entries[index(i, i)] = PRIOR_SD[i] * PRIOR_SD[i];
        }
        entries[index(0, 1)] = PRIOR_CORRELATION * PRIOR_SD[0] * PRIOR_SD[1];
        return Numbers.of(entries);
    }

    private static int index(int row, int column) {
        int low = Math.min(row, column);
        return low * (2 * COUNT - 1 - low) / 2 + Math.max(row, column);
    }

    /// σ²: the variance of a charge of unlimited energy around its prediction.
    public double noiseVariance() {
        return Math.clamp(squares / degrees, MIN_NOISE * MIN_NOISE, MAX_NOISE * MAX_NOISE);
    }

    /// The loss of a healthy charge with these features.
    double predict(Numbers features) {
        double sum = 0;
        for (int i = 0; i < COUNT; i++) {
            sum += features.get(i) * mean.get(i);
        }
        return sum;
    }

    /// The variance of that prediction.
    double uncertainty(Numbers features) {
        return dot(features, spread(features));
    }

    private double[] spread(Numbers features) {
        double[] product = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            for (int j = 0; j < COUNT; j++) {
                product[i] += covariance.get(index(i, j)) * features.get(j);
            }
        }
        return product;
    }

    private static double dot(Numbers features, double[] right) {
        double sum = 0;
        for (int i = 0; i < COUNT; i++) {
            sum += features.get(i) * right[i];
        }
        return sum;
    }

    /// What is believed after one more charge.
    ///
    /// @param loss that of the charge
    /// @param noise the variance of that loss around a perfect prediction
    Belief learn(Numbers features, double loss, double noise) {
        double excess = loss - predict(features);
        double[] spread = spread(features);
        double own = dot(features, spread);
        double deviation = excess / Math.sqrt(noise + own);
        double total = Math.abs(deviation) > OUTLIER ? (noise + own) * Math.abs(deviation) / OUTLIER : noise + own;
        double[] newMean = mean.toArray();
        double[] newCovariance = covariance.toArray();
        for (int i = 0; i < COUNT; i++) {
            newMean[i] += spread[i] / total * excess;
            for (int j = i; j < COUNT; j++) {
                newCovariance[index(i, j)] -= spread[i] / total * spread[j];
            }
        }
        double base = Math.max(squares / degrees, MIN_LEARNT_VARIANCE);
        return new Belief(
                Numbers.of(newMean),
                Numbers.of(newCovariance),
                degrees + 1,
                squares + base * bounded(deviation * deviation));
    }

    /// What is believed after an alarm that cleared: its charges varied by `squaredDeviation` times the noise.
    Belief varied(double squaredDeviation) {
        return new Belief(mean, covariance, degrees + 1, squares + noiseVariance() * bounded(squaredDeviation));
    }

    private static double bounded(double squaredDeviation) {
        return Math.min(squaredDeviation, MAX_SQUARED_DEVIATION);
    }
}
