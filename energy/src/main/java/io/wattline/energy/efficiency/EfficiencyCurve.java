package io.wattline.energy.efficiency;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// Efficiency as a function of AC power: straight lines between points, and the outermost points' values beyond
/// them.
public final class EfficiencyCurve {

    /// One point of the curve.
    ///
    /// @param watts AC power
    /// @param efficiency energy delivered for energy drawn, 0 to 1
    public record Point(double watts, double efficiency) {}

    private static final int SCALE = 4;

    private final List<Point> points;

    /// A curve through `points`, at least one, in the order of strictly growing power.
    public EfficiencyCurve(List<Point> points) {
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a curve needs a point");
        }
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).watts() <= points.get(i - 1).watts()) {
                throw new IllegalArgumentException("powers must grow");
            }
        }
        this.points = List.copyOf(points);
    }

    /// The efficiency at a power, to 4 decimal places, half-even.
    public BigDecimal at(double watts) {
        return BigDecimal.valueOf(interpolate(watts)).setScale(SCALE, RoundingMode.HALF_EVEN);
    }

    private double interpolate(double watts) {
        Point below = points.getFirst();
        if (watts <= below.watts()) {
            return below.efficiency();
        }
        for (Point above : points) {
            if (watts <= above.watts()) {
                double share = (watts - below.watts()) / (above.watts() - below.watts());
                return below.efficiency() + share * (above.efficiency() - below.efficiency());
            }
            below = above;
        }
        return below.efficiency();
    }
}
