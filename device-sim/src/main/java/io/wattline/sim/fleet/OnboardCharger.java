package io.wattline.sim.fleet;

/// The AC/DC losses of real cars: a fixed overhead, a share, and a part that grows with the square of the
/// power.
///
/// `loss = fixedKw + share × P + quadratic × P²`, P the AC power in kW. Each row is a least-squares fit of the
/// efficiency over the points of one car in `samples/charger_efficiency_real.csv` from 1 kW up (measured at
/// DTU, see `samples/PROVENANCE.md`); the tests fit the data again. The rated power lies inside each car's
/// measured range.
enum OnboardCharger {
    NISSAN_LEAF(6.6, 1, 0.1994, 0.1039, 0),
    PEUGEOT_ION(7.4, 1, 0.4320, 0.0256, 0.0041),
    RENAULT_ZOE_R90(11, 3, 0.4947, 0, 0),
    VOLKSWAGEN_ID3(11, 3, 0.0615, 0.0334, 0.0030),
    VOLKSWAGEN_ID4(11, 3, 0.5118, 0, 0.0037);

    private final double ratedAcKw;
    private final int phases;
    private final double fixedKw;
    private final double share;
    private final double quadratic;

    OnboardCharger(double ratedAcKw, int phases, double fixedKw, double share, double quadratic) {
        this.ratedAcKw = ratedAcKw;
        this.phases = phases;
        this.fixedKw = fixedKw;
        this.share = share;
        this.quadratic = quadratic;
    }

    /// AC power at which the car charges where the battery does not limit it.
    double ratedAcKw() {
        return ratedAcKw;
    }

    /// The phases it draws from: 1 or 3.
    int phases() {
        return phases;
    }

    /// DC power at an AC power, in kW; never negative.
    double dcKw(double acKw) {
        return Math.max(0, acKw * (1 - share) - fixedKw - quadratic * acKw * acKw);
    }

    /// DC energy since the start of a session, in kWh.
    double dcKwh(PowerCurve curve, double seconds) {
        return curve.kwh(seconds) * (1 - share) - fixedKw * curve.hours(seconds) - quadratic * curve.squareKwh(seconds);
    }
}
