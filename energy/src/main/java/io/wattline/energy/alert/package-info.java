/// What else can be wrong than a loss, told apart by what it does to hours and charges, and alerts as operators see
/// them.
///
/// [io.wattline.energy.alert.PairAlerts] is where to start: it takes what [io.wattline.energy.alert.HourFindings] finds
/// in the hours of a vehicle at a meter, and its charges, and gives the [io.wattline.energy.alert.Finding]s that are
/// told. Rules over hours are in [io.wattline.energy.alert.HourRules], those over charges in
/// [io.wattline.energy.alert.ChargeRules]. No rule believes one witness alone, and
/// [io.wattline.energy.alert.Precedence] leaves out what another finding explains. An
/// [io.wattline.energy.alert.Alert] is a finding with a life; [io.wattline.energy.alert.AlertDocument] is its one form
/// for everybody outside. Everything is pure: the same hours and charges give the same findings.
@NullMarked
package io.wattline.energy.alert;

import org.jspecify.annotations.NullMarked;
