package io.wattline.quickstart;

import io.wattline.sim.fleet.Degradation;
import io.wattline.sim.fleet.Fleet;
import io.wattline.sim.fleet.FleetSettings;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// The fleet that is shown: one charger in twenty-five has been leaking for long, two of fifty.
///
/// @param settings of the simulated fleet
/// @param leaks how many chargers leak
/// @param vehicleToLookAt a vehicle whose charger leaks; the first one where none does
record ShownFleet(FleetSettings settings, int leaks, String vehicleToLookAt) {

    private static final int PAIRS_PER_LEAK = 25;
    /// More than enough: about every fourth seed gives a fleet the number of leaks that is expected of it.
    private static final int SEEDS = 1_000;

    /// The fleet of that many pairs; always the same one.
    static ShownFleet of(int pairs) {
        // Where there are only one or two, they should be well.
        int leaks = pairs < 3 ? 0 : Math.max(1, pairs / PAIRS_PER_LEAK);
        var degradation = new Degradation((double) leaks / pairs, null);
        // In a large fleet the exact number does not matter.
        FleetSettings settings = LongStream.rangeClosed(1, pairs > 500 ? 1 : SEEDS)
                .mapToObj(seed -> new FleetSettings(pairs, seed, degradation))
                .filter(candidate -> pairs > 500 || leaking(candidate).count() == leaks)
                .findFirst()
                .orElseThrow();
        String vehicle = Fleet.devices(settings)
                .get(leaking(settings).findFirst().orElse(1))
                .deviceId();
        return new ShownFleet(settings, (int) leaking(settings).count(), vehicle);
    }

    private static IntStream leaking(FleetSettings settings) {
        var fleet = new Fleet(settings);
        return IntStream.range(0, fleet.deviceCount()).filter(fleet::isDegraded);
    }
}
