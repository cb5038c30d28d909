/// The physics: what a vehicle, its charger, its battery and the grid would have measured at an instant.
///
/// Everything is in closed form, so that a reading costs microseconds and needs no history: the energy of a
/// heartbeat is the difference of two cumulative registers, as in a real meter, and heartbeats of any spacing
/// add up to the same sum. No I/O, no clock, no random state, and StrictMath throughout: the same seed gives
/// the same fleet on every machine. Start with [Fleet].
@NullMarked
package io.wattline.sim.fleet;

import org.jspecify.annotations.NullMarked;
