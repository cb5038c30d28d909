package io.wattline.energy.matching;

import io.wattline.energy.Energy;
import java.math.BigDecimal;
import java.time.Duration;

/// What the spans of an hour or of a window add up to. Hours are added with [#plus].
///
/// @param spans how many
/// @param time their length, as the meter counts it
/// @param energy of both sides, exact
/// @param expectedDc what a healthy car would have delivered, in kWh; nothing for idle spans
/// @param standbyKwh drawn in spans under 200 W
/// @param known the time that each side is known for
public record MatchedEnergy(
        long spans, Duration time, Energy energy, BigDecimal expectedDc, BigDecimal standbyKwh, Known known) {

    /// No spans.
    public static final MatchedEnergy NONE = new MatchedEnergy(
            0, Duration.ZERO, Energy.NONE, BigDecimal.ZERO, BigDecimal.ZERO, new Known(Duration.ZERO, Duration.ZERO));

    private static final double FULL = 1;

    /// The time between readings that are no gap apart.
    ///
    /// @param ac of the meter
    /// @param dc of the vehicle
    public record Known(Duration ac, Duration dc) {

        Known plus(Known other) {
            return new Known(ac.plus(other.ac), dc.plus(other.dc));
        }
    }

    /// Both together.
    public MatchedEnergy plus(MatchedEnergy other) {
        return new MatchedEnergy(
                spans + other.spans,
                time.plus(other.time),
                energy.plus(other.energy),
                expectedDc.add(other.expectedDc),
                standbyKwh.add(other.standbyKwh),
                known.plus(other.known));
    }

    /// Expected minus delivered, in kWh; negative where more arrived than a healthy car gets.
    public BigDecimal excessLoss() {
        return expectedDc.subtract(energy.dc());
    }

    /// The share of a window of length `window` that spans cover, 0 to 1.
    public double coverage(Duration window) {
        return share(time, window);
    }

    /// The share of a window of length `window` that the meter is known for, 0 to 1.
    public double coverageAc(Duration window) {
        return share(known.ac, window);
    }

    /// The share of a window of length `window` that the vehicle is known for, 0 to 1.
    public double coverageDc(Duration window) {
        return share(known.dc, window);
    }

    private static double share(Duration part, Duration window) {
        return window.isPositive() ? Math.min(FULL, part.toNanos() / (double) window.toNanos()) : 0;
    }
}
