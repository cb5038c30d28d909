package io.wattline.energy.efficiency;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// Efficiency as a function of AC power: straight lines between points. Beyond them, physics: a fixed overhead, a
/// share,
/// and a part that grows with the square of the power, joined to the outermost points.
public final class EfficiencyCurve {

    /// One point of the curve.
    ///
    /// @param watts AC power
    /// @param efficiency energy delivered for energy drawn, 0 to 1
    public record Point(double watts, double efficiency) {}

    /// What a charger loses of an AC power P: `fixedKw + share × P + perKw × P²`, P in kW.
    ///
    /// @param fixedKw what it draws for itself
    /// @param share of the power
    /// @param perKw of the power's square
    public record Losses(double fixedKw, double share, double perKw) {

        /// Nothing changes beyond the points.
        public static final Losses NONE = new Losses(0, 0, 0);

        double efficiency(double watts) {
            double kw = watts / WATTS_A_KW;
            return 1 - fixedKw / kw - share - perKw * kw;
        }
    }

    private static final int SCALE = 4;
    private static final double WATTS_A_KW = 1_000;

    private final List<Point> points;
    private final Losses losses;

    /// A curve through `points`, at least one, in the order of strictly growing power, that keeps the outermost points'
    /// values beyond them.
    public EfficiencyCurve(List<Point> points) {
        this(points, Losses.NONE);
    }

    /// A curve through `points`, at least one, in the order of strictly growing power.
    ///
    /// @param losses how it goes on beyond them
    public EfficiencyCurve(List<Point> points, Losses losses) {
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a curve needs a point");
        }
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).watts() <= points.get(i - 1).watts()) {
                throw new IllegalArgumentException("powers must grow");
            }
        }
        this.points = List.copyOf(points);
        this.losses = losses;
    }

    /// The efficiency at a power, to 4 decimal places, half-even.
    public BigDecimal at(double watts) {
        return BigDecimal.valueOf(of(watts)).setScale(SCALE, RoundingMode.HALF_EVEN);
    }

    /// The efficiency at a power, 0 to 1, not rounded.
    public double of(double watts) {
        Point below = points.getFirst();
        if (watts <= below.watts()) {
            return beyond(below, watts);
        }
        for (Point above : points) {
            if (watts <= above.watts()) {
                double share = (watts - below.watts()) / (above.watts() - below.watts());
                return below.efficiency() + share * (above.efficiency() - below.efficiency());
            }
            below = above;
        }
        return beyond(below, watts);
    }

    /// Never below 0: what a charger draws for itself while it delivers nothing.
    private double beyond(Point end, double watts) {
        if (losses.equals(Losses.NONE)) {
            return end.efficiency();
        }
        if (watts <= 0) {
            return 0;
        }
        return Math.max(0, end.efficiency() + losses.efficiency(watts) - losses.efficiency(end.watts()));
    }
}
