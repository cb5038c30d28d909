/// The state of fleet and installation in the database, as metrics.
///
/// [FleetWatch] asks every few seconds on a thread of its own and tells [FleetMetrics], so that no scrape waits for the
/// database. Of several query services each exports the same: take the greatest.
@NullMarked
package io.wattline.query.metrics;

import org.jspecify.annotations.NullMarked;
