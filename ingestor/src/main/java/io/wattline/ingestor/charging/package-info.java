/// Charges and alerts of the fleet, kept up with history: what has to be looked at of a vehicle, what is made of it,
/// and
/// what changes by that.
///
/// [io.wattline.ingestor.charging.ChargePass] is where to start: it looks at some vehicles and writes what changed. The
/// rules themselves are in the module `energy`. The package knows no SQL: a
/// [io.wattline.ingestor.charging.ChargeStore] stands for one open transaction. Threads that enter: the maintenance
/// thread.
@NullMarked
package io.wattline.ingestor.charging;

import org.jspecify.annotations.NullMarked;
