package io.wattline.sim.fleet;

/// Which fleet: the same settings always give the same fleet.
///
/// @param pairs number of vehicles, each with a meter of its own, 1 to 1,000,000
/// @param seed any number
/// @param degradation which vehicles lose efficiency
public record FleetSettings(int pairs, long seed, Degradation degradation) {

    private static final int MAX_PAIRS = 1_000_000;

    public FleetSettings {
        if (pairs < 1 || pairs > MAX_PAIRS) {
            throw new IllegalArgumentException("a fleet has 1 to " + MAX_PAIRS + " pairs, not " + pairs);
        }
    }

    /// A healthy fleet.
    public FleetSettings(int pairs, long seed) {
        this(pairs, seed, Degradation.NONE);
    }
}
