package io.wattline.sim.fleet;

/// The AC power of one charging session: constant, then an exponential taper, then nothing.
///
/// The constant part is the charger's current limit; the taper is the constant-voltage phase, in which the
/// current of a battery with a fixed inner resistance decays exponentially. Energies are integrals in closed
/// form. All arguments are seconds since the session began; any value is allowed and cut to the session.
///
/// @param acKw power of the constant part, above 0
/// @param constantSeconds length of the constant part
/// @param tauSeconds time constant of the taper; 0 for a session that ends without one
/// @param taperSeconds length of the taper
record PowerCurve(double acKw, double constantSeconds, double tauSeconds, double taperSeconds) {

    private static final double SECONDS_PER_HOUR = 3600;

    PowerCurve {
        if (!(acKw > 0) || !(constantSeconds >= 0) || !(tauSeconds >= 0) || !(taperSeconds >= 0)) {
            throw new IllegalArgumentException("a power curve needs a power above 0 and no negative time");
        }
    }

    double durationSeconds() {
        return constantSeconds + taperSeconds;
    }

    /// Power in kW; 0 before the session and from its end on.
    double kw(double seconds) {
        if (seconds < 0 || seconds >= durationSeconds()) {
            return 0;
        }
        return seconds < constantSeconds ? acKw : acKw * StrictMath.exp(-(seconds - constantSeconds) / tauSeconds);
    }

    /// Energy since the start, in kWh.
    double kwh(double seconds) {
        return acKw * (constantPart(seconds) + decayed(seconds, tauSeconds)) / SECONDS_PER_HOUR;
    }

    /// The integral of the squared power since the start, in kW²h: what losses that grow with the current
    /// follow.
    double squareKwh(double seconds) {
        return acKw * acKw * (constantPart(seconds) + decayed(seconds, tauSeconds / 2)) / SECONDS_PER_HOUR;
    }

    /// Time under power since the start, in hours.
    double hours(double seconds) {
        return Math.clamp(seconds, 0, durationSeconds()) / SECONDS_PER_HOUR;
    }

    private double constantPart(double seconds) {
        return Math.clamp(seconds, 0, constantSeconds);
    }

    private double decayed(double seconds, double tau) {
        double inTaper = Math.clamp(seconds - constantSeconds, 0, taperSeconds);
        return inTaper == 0 ? 0 : -tau * StrictMath.expm1(-inTaper / tau);
    }
}
