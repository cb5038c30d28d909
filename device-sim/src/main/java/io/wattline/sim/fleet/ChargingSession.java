package io.wattline.sim.fleet;

/// One charge, from plug-in to the target. Immutable.
///
/// @param startMicros when power begins, in microseconds since the epoch
/// @param curve the AC power
/// @param vehicle whose charge it is
/// @param health what is left of the DC power, 1 for a charger as it should be
/// @param startSoc state of charge at the start, in %; the target is reached exactly at the end
record ChargingSession(long startMicros, PowerCurve curve, VehicleProfile vehicle, double health, double startSoc) {

    /// The share of the constant power at which the taper is cut off.
    private static final double CUT_OFF = 0.15;

    private static final double MICROS = 1e6;

    /// Lays out the charge that brings `dcKwh` into the battery and ends at the vehicle's target.
    static ChargingSession of(VehicleProfile vehicle, long startMicros, double dcKwh, double health) {
        OnboardCharger charger = vehicle.charger();
        double acKw = charger.ratedAcKw();
        double taperKwh = Math.max(0, vehicle.targetSoc() - vehicle.taperSoc()) / 100 * vehicle.batteryKwh();
        // The energy of a taper is proportional to its time constant, so one trial taper gives the right one.
        PowerCurve trial = taper(acKw, 1);
        double tau = taperKwh / (health * charger.dcKwh(trial, trial.durationSeconds()));
        double constantSeconds = Math.max(0, dcKwh - taperKwh) / (health * charger.dcKw(acKw)) * 3600;
        PowerCurve curve =
                new PowerCurve(acKw, constantSeconds, tau, taper(acKw, tau).taperSeconds());
        double kwh = health * charger.dcKwh(curve, curve.durationSeconds());
        return new ChargingSession(
                startMicros, curve, vehicle, health, vehicle.targetSoc() - 100 * kwh / vehicle.batteryKwh());
    }

    private static PowerCurve taper(double acKw, double tau) {
        return new PowerCurve(acKw, 0, tau, -tau * StrictMath.log(CUT_OFF));
    }

    long endMicros() {
        return startMicros + (long) (curve.durationSeconds() * MICROS);
    }

    double acKw(long atMicros) {
        return curve.kw(seconds(atMicros));
    }

    double dcKw(long atMicros) {
        return health * vehicle.charger().dcKw(acKw(atMicros));
    }

    /// Energy that has reached the battery since the start, in kWh.
    private double dcKwh(long atMicros) {
        return health * vehicle.charger().dcKwh(curve, seconds(atMicros));
    }

    /// The AC register at an instant: energy since the start in whole milliwatt hours.
    long acRegister(long atMicros) {
        return toMilliwattHours(curve.kwh(seconds(atMicros)));
    }

    /// The DC register at an instant: energy since the start in whole milliwatt hours.
    long dcRegister(long atMicros) {
        return toMilliwattHours(dcKwh(atMicros));
    }

    /// State of charge in %, for an instant from the start on.
    double soc(long atMicros) {
        return startSoc + 100 * dcKwh(atMicros) / vehicle.batteryKwh();
    }

    double seconds(long atMicros) {
        return (atMicros - startMicros) / MICROS;
    }

    private static long toMilliwattHours(double kwh) {
        return (long) Math.rint(kwh * 1e6);
    }
}
