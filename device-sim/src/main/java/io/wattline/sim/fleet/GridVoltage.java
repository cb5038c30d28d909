package io.wattline.sim.fleet;

import io.wattline.sim.fleet.Dice.Stream;

/// Voltage at a meter: the nominal one, lower in the evening and under load, with a little noise.
///
/// @param offsetVolts how far this connection point lies above or below the nominal voltage
record GridVoltage(Dice dice, int meter, double offsetVolts) {

    private static final double NOMINAL_VOLTS = 230;
    private static final double DAY_SWING_VOLTS = 1.5;
    private static final double HIGHEST_SECOND_OF_DAY = 5 * 3600;
    /// Sag of a supply of about a quarter of an ohm: 16 A on three phases (11 kW) draw it down by 4 V.
    private static final double SAG_VOLTS_PER_KW = 0.36;
    private static final double NOISE_VOLTS = 1.2;

    static GridVoltage draw(Dice dice, int meter) {
        return new GridVoltage(dice, meter, dice.between(Stream.GRID, meter, -3, 5));
    }

    double volts(long atMicros, double loadKw) {
        double day = 2 * Math.PI * (atMicros / 1e6 - HIGHEST_SECOND_OF_DAY) / 86_400;
        return NOMINAL_VOLTS
                + offsetVolts
                + DAY_SWING_VOLTS * Math.cos(day)
                - SAG_VOLTS_PER_KW * loadKw
                + NOISE_VOLTS * dice.bell(Stream.VOLTAGE, meter, atMicros);
    }
}
