/// How well all vehicles charged, worst first.
///
/// [FleetRanking] is the use case; [FleetHistory] is the port, always as of one instant. Vehicles come through it
/// one by one, so that memory is bounded by the page that is asked for and not by the fleet. Called by many request
/// threads at once; nothing here keeps state.
@NullMarked
package io.wattline.query.fleet;

import org.jspecify.annotations.NullMarked;
