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
                dice.between(Stream.TARGET, vehicle, 92, 96),
                plugInHour(dice, vehicle),
                Math.min(dailyKwh, batteryKwh * 0.6));
    }

    /// Most vehicles come home in the early evening, some are charged at work or after a night shift, a few at any
    /// hour.
    private static double plugInHour(Dice dice, int vehicle) {
        double kind = dice.uniform(Stream.HABIT, vehicle, 0);
        double spread = dice.bell(Stream.HABIT, vehicle, 1);
        if (kind < 0.65) {
            return 17.75 + 3 * spread;
        }
        return kind < 0.9 ? 8.75 + 2.5 * spread : 24 * dice.uniform(Stream.HABIT, vehicle, 9);
    }
}
