package io.wattline.sim.plot;

import java.util.List;

/// One diagram.
///
/// @param legend the corner in which the series are named
record Panel(String title, Axis x, Axis y, Corner legend, List<Series> series) {

    enum Corner {
        TOP_RIGHT,
        BOTTOM_RIGHT
    }
}
