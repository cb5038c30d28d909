/// What else can be wrong than a loss, told apart by what it does to hours and charges.
///
/// [io.wattline.energy.alert.PairAlerts] is where to start: it takes the hours and the charges of a vehicle at a meter
/// and gives the [io.wattline.energy.alert.Finding]s. Rules over hours are in [io.wattline.energy.alert.HourRules],
/// those
/// over charges in [io.wattline.energy.alert.ChargeRules]. No rule believes one witness alone, and
/// [io.wattline.energy.alert.Precedence] leaves out what another finding explains. Everything is pure: the same hours
/// and
/// charges give the same findings.
@NullMarked
package io.wattline.energy.alert;

import org.jspecify.annotations.NullMarked;
