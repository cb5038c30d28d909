package io.wattline.query.performance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// The sums of a vehicle's readings in a window.
///
/// @param readings how many there are
/// @param kwh their energy, exact
/// @param temperatures how many of them carry a battery temperature
/// @param temperatureSum those temperatures added up, in °C
public record DcTotals(long readings, BigDecimal kwh, long temperatures, BigDecimal temperatureSum) {

    /// No readings.
    public static final DcTotals NONE = new DcTotals(0, BigDecimal.ZERO, 0, BigDecimal.ZERO);

    /// Both together.
    public DcTotals plus(DcTotals other) {
        return new DcTotals(
                readings + other.readings,
                kwh.add(other.kwh),
                temperatures + other.temperatures,
                temperatureSum.add(other.temperatureSum));
    }

    /// The mean battery temperature to 2 decimal places, half-even; null if no reading carries one.
    public @Nullable BigDecimal meanTemperature() {
        return temperatures == 0
                ? null
                : temperatureSum.divide(BigDecimal.valueOf(temperatures), 2, RoundingMode.HALF_EVEN);
    }
}
