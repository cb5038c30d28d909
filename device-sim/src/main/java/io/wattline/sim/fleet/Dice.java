package io.wattline.sim.fleet;

/// Random numbers without state: the same seed, stream and keys always give the same number.
///
/// The bits come from the finalizer of SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number
/// Generators", OOPSLA 2014), applied once for each key. Immutable, safe for all threads.
///
/// @param seed of the whole fleet
public record Dice(long seed) {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double ULP = 0x1.0p-53;

    /// What a number is drawn for. The salts are part of every fleet: they never change and are never used
    /// again.
    public enum Stream {
        CHARGER(1),
        BATTERY(2),
        TARGET(3),
        HABIT(4),
        DISTANCE(5),
        DAY_START(6),
        DAY_DISTANCE(7),
        AMBIENT(8),
        GRID(9),
        VOLTAGE(10),
        DEGRADED(11),
        CLOCK(12),
        OUTAGE(13),
        ORDER(14),
        COPY(15),
        MALFORMED(16),
        TAPER(17);

        private final long salt;

        Stream(long salt) {
            this.salt = salt;
        }
    }

    /// Uniform in [0, 1).
    public double uniform(Stream stream, long key, long subKey) {
        long bits = mix(mix(mix(seed + GOLDEN_GAMMA * stream.salt) ^ key) + GOLDEN_GAMMA * subKey);
        return (bits >>> 11) * ULP;
    }

    /// Uniform in [low, high).
    double between(Stream stream, long key, double low, double high) {
        return low + (high - low) * uniform(stream, key, 0);
    }

    /// Bell-shaped and bounded, in (−1, 1), mean 0: the difference of two uniform numbers.
    double bell(Stream stream, long key, long subKey) {
        return uniform(stream, key, 2 * subKey) - uniform(stream, key, 2 * subKey + 1);
    }

    private static long mix(long value) {
        long z = value + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
