package io.wattline.query.performance;

import java.math.BigDecimal;

/// What a meter's readings in a window add up to.
///
/// @param readings how many there are
/// @param kwh their energy, exact
public record AcTotals(long readings, BigDecimal kwh) {

    /// No readings.
    public static final AcTotals NONE = new AcTotals(0, BigDecimal.ZERO);

    /// Both together.
    public AcTotals plus(AcTotals other) {
        return new AcTotals(readings + other.readings, kwh.add(other.kwh));
    }
}
