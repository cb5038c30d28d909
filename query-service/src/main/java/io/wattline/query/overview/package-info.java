/// The whole fleet at a glance: one row a vehicle, and its energy by hour.
///
/// [FleetOverview] joins the ranking with the newest readings; [FleetHours] is the port to the energies of all devices
/// by hour. Bounded by [FleetOverview#MAX_VEHICLES]. Knows no technology; entered by many request threads.
@NullMarked
package io.wattline.query.overview;

import org.jspecify.annotations.NullMarked;
