package io.wattline.bench.report;

/// What a figure is held against.
///
/// @param must missed is missed
/// @param aim at least as hard as `must`
/// @param better whether more or less is better
public record Target(double must, double aim, Better better) {

    /// The good direction.
    public enum Better {
        MORE,
        LESS
    }

    public Target {
        if (better == Better.MORE ? aim < must : aim > must) {
            throw new IllegalArgumentException("the aim is weaker than what must be met");
        }
    }

    static Target atLeast(double must, double aim) {
        return new Target(must, aim, Better.MORE);
    }

    static Target atMost(double must, double aim) {
        return new Target(must, aim, Better.LESS);
    }

    /// Exactly the bound still meets it; not a number misses it.
    public Rating judge(double value) {
        if (reaches(value, aim)) {
            return Rating.AIM_MET;
        }
        return reaches(value, must) ? Rating.MET : Rating.MISSED;
    }

    private boolean reaches(double value, double bound) {
        return better == Better.MORE ? value >= bound : value <= bound;
    }
}
