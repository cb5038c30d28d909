package io.wattline.energy.fleet;

/// Bounds of a share (Wilson, JASA 22, 1927).
final class Wilson {

    private static final double Z = 1.96;

    private Wilson() {}

    /// The lower end of the 95 % interval around `successes` of `trials`.
    static double lower95(int successes, int trials) {
        double share = successes / (double) trials;
        double centre = share + Z * Z / (2 * trials);
        double half = Z * Math.sqrt(share * (1 - share) / trials + Z * Z / (4.0 * trials * trials));
        return (centre - half) / (1 + Z * Z / trials);
    }
}
