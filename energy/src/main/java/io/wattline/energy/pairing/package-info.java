/// Matches the heartbeats of a meter with those of a vehicle, so that a gap in one stream does not distort the
/// ratio.
///
/// Pure computation on times in microseconds and energies in millionths of a kWh, both exact as `long`. Knows no
/// clock, no database and no HTTP. Instances are confined to the thread that makes them, or immutable.
@NullMarked
package io.wattline.energy.pairing;

import org.jspecify.annotations.NullMarked;
