package io.wattline.sim.plot;

import java.util.List;

/// Values that belong together.
///
/// @param name for the legend; empty for none
/// @param colour of SVG
/// @param style line or dots
/// @param points in the order in which a line passes them
record Series(String name, String colour, Style style, List<Point> points) {

    enum Style {
        LINE,
        DOTS
    }

    record Point(double x, double y) {}
}
