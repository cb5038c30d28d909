package io.wattline.sim.fleet;

import io.wattline.sim.fleet.Dice.Stream;

/// What one vehicle is and how it is used, drawn once from the seed.
///
/// @param charger its losses and its rated power
/// @param batteryKwh usable capacity
/// @param targetSoc where charging stops, in %
/// @param taperSoc where constant power gives way to the taper, in %; a target below it has no taper
/// @param plugInHour habitual hour of day (UTC) at which it is plugged in
/// @param dailyKwh mean energy it needs a day, DC
record VehicleProfile(
        OnboardCharger charger,
        double batteryKwh,
        double targetSoc,
        double taperSoc,
        double plugInHour,
        double dailyKwh) {

    private static final OnboardCharger[] CHARGERS = OnboardCharger.values();

    static VehicleProfile draw(Dice dice, int vehicle) {
        double batteryKwh = dice.between(Stream.BATTERY, vehicle, 50, 80);
        double dailyKwh = dice.between(Stream.DISTANCE, vehicle, 21, 40);
        return new VehicleProfile(
                CHARGERS[(int) (dice.uniform(Stream.CHARGER, vehicle, 0) * CHARGERS.length)],
                batteryKwh,
                dice.uniform(Stream.TARGET, vehicle, 0) < 0.3 ? 80 : 100,
                dice.between(Stream.TAPER, vehicle, 92, 96),
                plugInHour(dice, vehicle),
                Math.min(dailyKwh, batteryKwh * 0.6));
    }

    /// Most are plugged in after the day's work, some after a night shift, a few at any hour.
    ///
    /// The first group follows 120 weekday sessions of Sørensen et al., "Residential electric vehicle charging
    /// datasets from apartment buildings", Data in Brief 36 (2021) 107105: median 16.9 h, middle half 14.9 to
    /// 19.3 h. Its share, the other two groups and the energy a day, which is a working fleet's and not a
    /// household's, are our choice.
    private static double plugInHour(Dice dice, int vehicle) {
        double kind = dice.uniform(Stream.HABIT, vehicle, 0);
        double spread = dice.bell(Stream.HABIT, vehicle, 1);
        if (kind < 0.75) {
            return 17 + 6 * spread;
        }
        return kind < 0.9 ? 7.5 + 2.5 * spread : 24 * dice.uniform(Stream.HABIT, vehicle, 9);
    }
}
