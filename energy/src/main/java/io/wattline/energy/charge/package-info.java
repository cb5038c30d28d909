/// Charges: those that are judged, and those that are only reported.
///
/// A charge is a run of quarter hours in which either side moved energy, bounded by rest. Because both ends lie in
/// rest, clocks that are minutes apart and counters that move in steps do not matter.
/// [io.wattline.energy.charge.ChargeSearch] finds the windows in quarter hours, so minute history is read only there;
/// [io.wattline.energy.charge.ChargeMaker] makes a [io.wattline.energy.charge.Charge] of the readings of both sides.
/// Both are pure: the same readings give the same charges, in however many pieces they are searched.
@NullMarked
package io.wattline.energy.charge;

import org.jspecify.annotations.NullMarked;
