/// Compares the energies of a meter with those of a vehicle between instants at which both are known.
///
/// [io.wattline.energy.matching.SpanMatching] makes the spans, [io.wattline.energy.matching.MatchedEnergy] is what they
/// add up to. Any cadence compares exactly with any other. Linear in the readings; energies are whole millionths of a
/// kWh, so sums are the same in any order and hours add up to days.
@NullMarked
package io.wattline.energy.matching;

import org.jspecify.annotations.NullMarked;
