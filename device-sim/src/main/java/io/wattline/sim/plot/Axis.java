package io.wattline.sim.plot;

/// One axis of a panel.
///
/// @param label what it shows, with its unit
/// @param min where it begins
/// @param max where it ends, above `min`
/// @param step between two marks
record Axis(String label, double min, double max, double step) {

    Axis {
        if (!(max > min) || !(step > 0)) {
            throw new IllegalArgumentException("an axis runs upwards, in steps above 0");
        }
    }

    /// Where a value lies, 0 at the beginning and 1 at the end.
    double place(double value) {
        return (value - min) / (max - min);
    }
}
