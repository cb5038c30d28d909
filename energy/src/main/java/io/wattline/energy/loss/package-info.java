/// The loss rule: does one vehicle at one meter lose more than it used to?
///
/// [io.wattline.energy.loss.LossRule] is the rule, [io.wattline.energy.loss.LossState] all that it remembers of a pair
/// between two charges, and [io.wattline.energy.loss.LossHistory] folds the rule over the charges of a pair in the
/// order of their times, again from the first charge that changed. Everything follows from the charges alone, so
/// charges that arrive in any order give the same alarms.
@NullMarked
package io.wattline.energy.loss;

import org.jspecify.annotations.NullMarked;
