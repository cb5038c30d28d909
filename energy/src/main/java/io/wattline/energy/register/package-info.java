/// Turns the readings of a cumulative register into energies.
///
/// [io.wattline.energy.register.RegisterRule] is the rule, [io.wattline.energy.register.RegisterState] what is
/// remembered of a device between two readings. All energies are exact decimals and none is ever negative.
@NullMarked
package io.wattline.energy.register;

import org.jspecify.annotations.NullMarked;
