/// Judges the energies of a window: one rule for a vehicle, the fleet, statistics and metrics.
@NullMarked
package io.wattline.energy.verdict;

import org.jspecify.annotations.NullMarked;
