package io.wattline.energy.fleet;

/// What a vehicle, its charger and its driver are like.
///
/// @param charger fixed loss in kW, share, and part that grows with the square of the power
/// @param ratedKw AC
/// @param follows whether the power follows the sun or a site's limit
/// @param pauseDays from one day with a charge to the next; 0.5 for twice a day
/// @param kwh median of a charge
/// @param hour of the day at which charges begin
/// @param coldLoss share lost per kelvin below 15 °C
/// @param heaterKwh drawn from the charge per kelvin below 5 °C
/// @param habits what else it does
record Traits(
        double[] charger,
        double ratedKw,
        boolean follows,
        double pauseDays,
        double kwh,
        double hour,
        double coldLoss,
        double heaterKwh,
        Habits habits) {

    /// @param charges at fast chargers elsewhere
    /// @param preheats from the meter, without charging
    /// @param lingers after a charge, drawing a little for hours
    record Habits(boolean elsewhere, boolean preheats, boolean lingers) {}

    private static final double[][] CHARGERS = {
        {0.1994, 0.1039, 0}, {0.4320, 0.0256, 0.0041}, {0.4947, 0, 0}, {0.0615, 0.0334, 0.0030}, {0.5118, 0, 0.0037}
    };
    // In points, within 2.5 of which cars of a make differ.
    private static final double SPREAD = 2;

    static Traits draw(Chance chance) {
        double[] charger = CHARGERS[chance.whole(0, CHARGERS.length)].clone();
        charger[1] += Math.clamp(chance.normal(0, SPREAD), -2.5 * SPREAD, 2.5 * SPREAD) / 100;
        double rated = chance.choice(new double[] {3.7, 7.2, 11, 22}, new double[] {0.12, 0.33, 0.50, 0.05});
        boolean follows = chance.happens(0.15);
        double pause = chance.choice(new double[] {1, 2, 0.5}, new double[] {0.60, 0.25, 0.15});
        double kwh = Math.clamp(chance.logNormal(17, 0.45), 5, 55);
        double hour = chance.happens(0.75) ? chance.normal(17, 2.5) : chance.between(0, 24);
        double cold = Math.max(0, chance.normal(0.05, 0.03)) / 100;
        double heater = chance.happens(0.5) ? chance.between(0.02, 0.08) : 0;
        Habits habits = new Habits(chance.happens(0.2), chance.happens(0.4), chance.happens(0.15));
        return new Traits(charger, rated, follows, pause, kwh, (hour + 24) % 24, cold, heater, habits);
    }

    /// DC for AC power, in kW, before cold and chance.
    double lossShare(double kw) {
        return charger[1] + charger[0] / kw + charger[2] * kw;
    }
}
