package io.wattline.sim.fleet;

import java.util.Arrays;
import java.util.List;

/// The models one by one, to be looked at beside measurements. The fleet itself does not need this. Safe for
/// all threads.
public final class ModelCurves {

    private ModelCurves() {}

    /// The cars whose chargers are modelled, named as in `samples/charger_efficiency_real.csv` but in capitals.
    public static List<String> cars() {
        return Arrays.stream(OnboardCharger.values()).map(Enum::name).toList();
    }

    /// DC power over AC power of a car's charger.
    ///
    /// @param car one of [#cars]
    /// @param acKw above 0
    public static double efficiency(String car, double acKw) {
        return OnboardCharger.valueOf(car).dcKw(acKw) / acKw;
    }

    /// How much warmer than the air a battery has become after charging at an even power, in K.
    ///
    /// @param dcKw into the battery
    /// @param batteryKwh its capacity
    /// @param seconds since charging began
    public static double warming(double dcKw, double batteryKwh, double seconds) {
        return BatteryHeat.warming(dcKw / batteryKwh, seconds);
    }
}
