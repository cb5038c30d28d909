package io.wattline.sim.fleet;

import io.wattline.sim.fleet.Dice.Stream;

/// Voltage at a meter: the nominal one, lower in the evening and under load, with a little noise.
///
/// Sag, daily wave and noise are those of `samples/meter_real_two_days.csv` and the 33 days it was cut from:
/// 1.05 V a kW on one phase (2,681 steps of more than 1 kW from one minute to the next), about 2.3 V of daily
/// wave with its lowest point at 17 h UTC, 0.57 V standard deviation from minute to minute under an even load.
///
/// @param meter its number
/// @param offsetVolts how far this connection point lies above or below the nominal voltage
record GridVoltage(Dice dice, int meter, double offsetVolts) {

    static final double SAG_VOLTS_PER_PHASE_KW = 1.05;

    private static final double NOMINAL_VOLTS = 230;
    private static final double DAY_SWING_VOLTS = 2.3;
    private static final double LOWEST_SECOND_OF_DAY = 17 * 3600;
    /// A bell of this half-width has 0.57 V between two draws, one standard deviation.
    private static final double NOISE_VOLTS = 1.0;

    static GridVoltage draw(Dice dice, int meter) {
        return new GridVoltage(dice, meter, dice.between(Stream.GRID, meter, -1, 7));
    }

    /// @param phaseKw load on each loaded phase
    double volts(long atMicros, double phaseKw) {
        double day = 2 * Math.PI * (atMicros / 1e6 - LOWEST_SECOND_OF_DAY) / 86_400;
        return NOMINAL_VOLTS
                + offsetVolts
                - DAY_SWING_VOLTS * StrictMath.cos(day)
                - SAG_VOLTS_PER_PHASE_KW * phaseKw
                + NOISE_VOLTS * dice.bell(Stream.VOLTAGE, meter, atMicros);
    }
}
