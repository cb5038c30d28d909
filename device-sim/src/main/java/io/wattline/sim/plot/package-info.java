/// Pictures of the fleet beside real measurements, as SVG: what `docs/simulator.md` shows.
///
/// [FleetPicture] is the way in. Draws with text alone; the same samples, seed and day always give the same
/// bytes.
@NullMarked
package io.wattline.sim.plot;

import org.jspecify.annotations.NullMarked;
