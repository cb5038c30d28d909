package io.wattline.energy.alert;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// The readings of one device in an hour, summarised.
///
/// @param readings how many
/// @param kwh their energy
/// @param kwhRange least and greatest energy of a reading; null without readings
/// @param voltageRange least and greatest voltage; null if none was told
/// @param flaws what was wrong with the readings
public record DeviceHour(
        int readings,
        BigDecimal kwh,
        @Nullable Range kwhRange,
        @Nullable Range voltageRange,
        Flaws flaws) {

    /// An hour without readings.
    public static final DeviceHour EMPTY = new DeviceHour(0, BigDecimal.ZERO, null, null, Flaws.NONE);

    /// Least and greatest of some values.
    ///
    /// @param min the least
    /// @param max the greatest
    public record Range(double min, double max) {

        boolean isOneValue() {
            return min == max;
        }
    }

    /// Flawed readings, counted.
    ///
    /// @param fieldsDropped readings that lost a field which could not be right
    /// @param implausible readings that mean more power than any charger has
    /// @param conflicts readings that gave other values for an instant already told of
    public record Flaws(int fieldsDropped, int implausible, int conflicts) {

        /// Nothing was wrong.
        public static final Flaws NONE = new Flaws(0, 0, 0);
    }

    boolean isSilent() {
        return readings == 0;
    }
}
